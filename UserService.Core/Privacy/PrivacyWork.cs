using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserService.Core.Privacy.Erasures;
using UserService.Core.Privacy.Exports;
using UserService.Core.Privacy.Retention;

namespace UserService.Core.Privacy;

/// <summary>Exports, erasures and retention in the background of the Worker. Several Workers share the work.</summary>
internal sealed class PrivacyWork(IServiceScopeFactory scopes, IOptions<PrivacyOptions> options, TimeProvider time, ILogger<PrivacyWork> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval);
        var lastSwept = long.MinValue;
        do
        {
            await GuardAsync(() => DrainAsync<ExportWork>((work, ct) => work.DoOneAsync(ct), stoppingToken), stoppingToken);
            await GuardAsync(() => DrainAsync<ErasureWork>((work, ct) => work.DoOneAsync(ct), stoppingToken), stoppingToken);
            if (lastSwept != long.MinValue && time.GetElapsedTime(lastSwept) < options.Value.RetentionInterval)
                continue;
            lastSwept = time.GetTimestamp();
            await GuardAsync(() => DrainAsync<ExportWork>(async (work, ct) => await work.ExpireAsync(ct) > 0, stoppingToken), stoppingToken);
            await GuardAsync(() => DrainAsync<RetentionWork>(async (work, ct) => await work.RunAsync(ct) < 0, stoppingToken), stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DrainAsync<TWork>(Func<TWork, CancellationToken, Task<bool>> doOne, CancellationToken ct)
        where TWork : notnull
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            if (!await doOne(scope.ServiceProvider.GetRequiredService<TWork>(), ct))
                return;
        }
    }

    private async Task GuardAsync(Func<Task> work, CancellationToken ct)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.WorkFailed(log, e);
        }
    }
}
