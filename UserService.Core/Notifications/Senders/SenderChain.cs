using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UserService.Core.Notifications.Senders;

/// <summary>Tries a channel's providers one after the other, those first that have not failed lately.</summary>
internal sealed class SenderChain(IEnumerable<IMessageSender> senders, IOptions<NotificationOptions> options, TimeProvider time, ILogger<SenderChain> log)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> failedAt = new(StringComparer.Ordinal);
    private readonly ILookup<string, IMessageSender> byChannel = senders.ToLookup(s => s.Channel);

    /// <summary>Gives who took the message and that provider's id of it; throws what the last one threw.</summary>
    /// <exception cref="UndeliverableException">The recipient cannot be reached, whoever tries.</exception>
    public async Task<(string Provider, string? MessageId)> SendAsync(RenderedMessage message, CancellationToken ct)
    {
        Exception? last = null;
        foreach (var sender in InOrder(message.Channel))
        {
            try
            {
                var id = await sender.SendAsync(message, ct);
                failedAt.TryRemove(Key(sender), out _);
                Count(sender, "taken");
                return (sender.Name, id);
            }
            catch (Exception e) when (e is not UndeliverableException && !ct.IsCancellationRequested)
            {
                failedAt[Key(sender)] = time.GetUtcNow();
                Count(sender, "failed");
                Log.ProviderFailed(log, message.Id, sender.Name, e.GetType().Name);
                last = e;
            }
        }

        throw last ?? new ProviderException("no_provider");
    }

    private IEnumerable<IMessageSender> InOrder(string channel)
    {
        var wanted = (channel == "sms" ? options.Value.SmsProviders : options.Value.EmailProviders).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var there = wanted.SelectMany(name => byChannel[channel].Where(s => s.Name == name)).ToList();
        if (there.Count == 0)
            return byChannel[channel].Where(s => s.Name == "log");
        var rested = time.GetUtcNow() - options.Value.RestAfterFailure;
        return there.OrderBy(s => failedAt.TryGetValue(Key(s), out var at) && at > rested); // stable: the configured order within each half
    }

    private static void Count(IMessageSender sender, string outcome) =>
        NotificationTelemetry.Providers.Add(1, new("provider", sender.Name), new("channel", sender.Channel), new("outcome", outcome));

    private static string Key(IMessageSender sender) => $"{sender.Channel}:{sender.Name}";
}
