using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UserService.Core.Persistence;

/// <summary>Makes partitions ahead of need while the Worker runs: months of audit entries, days of the outbox.</summary>
internal sealed class PartitionSchedule(Partitions partitions, TimeProvider time, ILogger<PartitionSchedule> log) : BackgroundService
{
    // There are months and days in hand; an hour leaves many tries before one is missed.
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await EnsureAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the Worker stops
        }
    }

    private async Task EnsureAsync(CancellationToken ct)
    {
        try
        {
            await partitions.EnsureAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.PartitionsFailed(log, e);
        }
    }
}
