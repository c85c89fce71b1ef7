using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UserService.Core.Audit.Sealing;

/// <summary>Keeps sealing while the Worker runs.</summary>
internal sealed class AuditSealing(IServiceScopeFactory scopes, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditSealing> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SealEvery, time);
        try
        {
            do
                await SealAllAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the Worker stops; what is not sealed waits in the queue
        }
    }

    private async Task SealAllAsync(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var sealer = scope.ServiceProvider.GetRequiredService<AuditSealer>();
            while (await sealer.SealAsync(ct) is { } seal)
            {
                // Logs are kept elsewhere: whoever cuts off the end of the chain cannot cut it off there.
                Log.Sealed(log, seal.Number, seal.EntryIds.Length, Convert.ToHexStringLower(seal.Hash));
                if (seal.EntryIds.Length < options.Value.BatchSize)
                    break;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.SealingFailed(log, e); // nothing is lost: the next look finds the same entries
        }
    }
}
