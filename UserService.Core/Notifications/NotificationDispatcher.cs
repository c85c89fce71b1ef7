using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserService.Core.Messaging;

namespace UserService.Core.Notifications;

/// <summary>Keeps delivering while the Worker runs, several messages at once so that one slow provider call holds up nobody.</summary>
internal sealed class NotificationDispatcher(IServiceScopeFactory scopes, DatabaseSignals signals, ILogger<NotificationDispatcher> log) : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => DrainAsync(stoppingToken)));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.DeliveryFailed(log, e);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await signals.WaitAsync(DatabaseSignals.Notifications, PollInterval, stoppingToken);
        }
    }

    private async Task DrainAsync(CancellationToken ct)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<NotificationDelivery>().DeliverOneAsync(ct))
                return;
        }
    }
}
