using Microsoft.Extensions.Logging;

namespace UserService.Core.Notifications.Senders;

/// <summary>Stands in where no provider is configured: notes that a message would have gone out, never what it says or to whom.</summary>
internal sealed class LogSender(string channel, ILogger<LogSender> log) : IMessageSender
{
    public string Name => "log";

    public string Channel => channel;

    public Task<string?> SendAsync(RenderedMessage message, CancellationToken ct)
    {
        Log.NotSent(log, message.Id, message.Template, channel);
        return Task.FromResult<string?>(null);
    }
}
