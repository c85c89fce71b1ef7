namespace UserService.Core.Notifications;

/// <summary>Hands messages of one channel to whoever delivers them.</summary>
internal interface IMessageSender
{
    /// <summary><c>email</c> or <c>sms</c>.</summary>
    string Channel { get; }

    /// <summary>Returns when the provider has taken the message; throws when it has not, and the message is tried again.</summary>
    Task SendAsync(RenderedMessage message, CancellationToken ct);
}
