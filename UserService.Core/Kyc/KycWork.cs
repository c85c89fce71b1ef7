using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Verification;
using UserService.Core.Messaging;

namespace UserService.Core.Kyc;

/// <summary>Takes checks to the verifiers while the Worker runs, several at once so that one slow partner holds up nobody, and does the upkeep.</summary>
internal sealed class KycWork(IServiceScopeFactory scopes, DatabaseSignals signals, TimeProvider time, ILogger<KycWork> log) : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private DateTimeOffset nextUpkeep = DateTimeOffset.MinValue;
    private DateTimeOffset nextSweep = DateTimeOffset.MinValue;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RepeatAsync(DrainAsync, stoppingToken)).Append(RepeatAsync(TakeInAsync, stoppingToken)).Append(RepeatAsync(KeepUpAsync, stoppingToken)));

    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
                await signals.WaitAsync(DatabaseSignals.None, PollInterval, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.WorkFailed(log, e);
                await signals.WaitAsync(DatabaseSignals.None, PollInterval, CancellationToken.None);
            }
        }
    }

    private async Task DrainAsync(CancellationToken ct)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<CheckRunner>().RunOneAsync(ct))
                return;
        }
    }

    private async Task TakeInAsync(CancellationToken ct)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<PartnerEventRunner>().RunOneAsync(ct))
                return;
        }
    }

    private async Task KeepUpAsync(CancellationToken ct)
    {
        if (time.GetUtcNow() < nextSweep)
            return;
        nextSweep = time.GetUtcNow() + SweepInterval;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StrandedCases>().SweepAsync(ct);
        if (time.GetUtcNow() < nextUpkeep)
            return;
        if (!await scope.ServiceProvider.GetRequiredService<KycUpkeep>().RunAsync(ct))
            nextUpkeep = time.GetUtcNow() + UpkeepInterval;
    }
}
