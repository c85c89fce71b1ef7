using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UserService.Core.Messaging;

/// <summary>Keeps <see cref="InvalidationFeed"/> current on a host that serves requests.</summary>
internal sealed class InvalidationPolling(InvalidationFeed feed, TimeProvider time, ILogger<InvalidationPolling> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(InvalidationFeed.Interval, time);
        var failing = false;
        do
        {
            try
            {
                await feed.ReadAsync(stoppingToken);
                if (failing)
                    Log.FeedIsBack(log);
                failing = false;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Answers come from PostgreSQL meanwhile, or are refused while it is away.
                if (!failing)
                    Log.FeedFails(log, e);
                failing = true;
            }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
