namespace UserService.Core.Notifications;

/// <summary>Hands messages of one channel to whoever delivers them.</summary>
internal interface IMessageSender
{
    /// <summary>The provider, as it is called in configuration, figures and the database: <c>sendgrid</c>, <c>smtp</c>, <c>twilio</c>, <c>platform</c>, <c>log</c>.</summary>
    string Name { get; }

    /// <summary><c>email</c> or <c>sms</c>.</summary>
    string Channel { get; }

    /// <summary>
    /// Returns the provider's id of the message, if it gives one, when the provider has taken it. Throws when it has not, and the message is tried
    /// again, perhaps with another provider.
    /// </summary>
    /// <exception cref="UndeliverableException">No provider will ever take it.</exception>
    Task<string?> SendAsync(RenderedMessage message, CancellationToken ct);
}
