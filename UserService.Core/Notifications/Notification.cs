using UserService.Core.Notifications.Reports;

namespace UserService.Core.Notifications;

/// <summary>A message to a customer that is committed with its cause and delivered by the Worker.</summary>
internal sealed class Notification
{
    private Notification()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Whose account it is about; none for a message to the owner of an address that has no account.</summary>
    public Guid? UserId { get; private init; }

    /// <summary><c>email</c> or <c>sms</c>.</summary>
    public string Channel { get; private init; } = "";

    public string Template { get; private init; } = "";

    public string Locale { get; private init; } = "";

    /// <summary>Address and the template's values, encrypted; emptied once the message is sent or given up.</summary>
    public byte[] ContentProtected { get; private set; } = [];

    public string? TraceParent { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>After this the message is of no use (a code that has expired) and is dropped.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    public NotificationStatus Status { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public string? LastError { get; private set; }

    /// <summary>Keyed hash of channel and address, for the flood limit.</summary>
    public byte[] RecipientHash { get; private init; } = [];

    /// <summary>Who took it, such as <c>twilio</c>.</summary>
    public string? Provider { get; private set; }

    /// <summary>The provider's own id of it.</summary>
    public string? ProviderMessageId { get; private set; }

    /// <summary>What the provider reported since; null for nothing yet.</summary>
    public DeliveryState? Delivery { get; private init; }

    public DateTimeOffset? DeliveryAt { get; private init; }

    /// <summary>The provider's code for why it came back.</summary>
    public string? DeliveryError { get; private init; }

    public static Notification Of(
        Guid id, Guid? userId, string channel, string template, string locale, byte[] content, byte[] recipientHash, string? traceParent, DateTimeOffset expiresAt,
        DateTimeOffset now) => new()
        {
            Id = id,
            UserId = userId,
            Channel = channel,
            Template = template,
            Locale = locale,
            ContentProtected = content,
            RecipientHash = recipientHash,
            TraceParent = traceParent,
            CreatedAt = now,
            NextAttemptAt = now,
            ExpiresAt = expiresAt,
        };

    public void Sent(string provider, string? providerMessageId, DateTimeOffset now)
    {
        Status = NotificationStatus.Sent;
        Provider = provider;
        ProviderMessageId = providerMessageId is { Length: > 200 } ? providerMessageId[..200] : providerMessageId;
        SentAt = now;
        ContentProtected = [];
    }

    public void Failed(string error, TimeSpan retryIn, DateTimeOffset now)
    {
        LastError = error.Length > 200 ? error[..200] : error;
        NextAttemptAt = now + retryIn;
    }

    /// <summary>Waits without having been tried.</summary>
    public void PutOff(DateTimeOffset until)
    {
        Attempts--; // of the claim
        NextAttemptAt = until;
    }

    public void GiveUp(string error, DateTimeOffset now)
    {
        LastError = error;
        Status = NotificationStatus.Abandoned;
        NextAttemptAt = now;
        ContentProtected = [];
    }
}

/// <summary>Where a message is on its way.</summary>
internal enum NotificationStatus
{
    Pending,
    Sent,
    Abandoned,
}
