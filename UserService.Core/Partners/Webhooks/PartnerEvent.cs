namespace UserService.Core.Partners.Webhooks;

/// <summary>A webhook as it came in, kept until the Worker has dealt with it. The same body is kept once.</summary>
internal sealed class PartnerEvent
{
    private PartnerEvent()
    {
    }

    public Guid Id { get; private init; }

    public string Provider { get; private init; } = "";

    /// <summary>SHA-256 of the body: a replay has the same.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>Encrypted with the service's own key: it may name people whom we do not know yet. Emptied once it is dealt with: no erasure could find it.</summary>
    public byte[] BodyProtected { get; private set; } = [];

    public DateTimeOffset ReceivedAt { get; private init; }

    public int Tries { get; private set; }

    public DateTimeOffset NextTryAt { get; private set; }

    public DateTimeOffset? ProcessedAt { get; private set; }

    /// <summary>What it came to: <c>applied</c>, <c>late</c>, <c>unmatched</c>, <c>ignored</c> or <c>unreadable</c>.</summary>
    public string? Outcome { get; private set; }

    public static PartnerEvent Of(Guid id, string provider, byte[] digest, byte[] bodyProtected, DateTimeOffset now) =>
        new() { Id = id, Provider = provider, Digest = digest, BodyProtected = bodyProtected, ReceivedAt = now, NextTryAt = now };

    public void Done(string outcome, DateTimeOffset now) => (Outcome, ProcessedAt, BodyProtected) = (outcome, now, []);

    public void TryAgain(DateTimeOffset at) => NextTryAt = at;
}
