namespace UserService.Core.Preferences.Consents;

/// <summary>A decision of a customer. The ledger is only added to: what was consented to, when and how, is shown years later.</summary>
internal sealed class ConsentEntry
{
    private ConsentEntry()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public string Purpose { get; private init; } = "";

    /// <summary>Of the words that were shown.</summary>
    public string Version { get; private init; } = "";

    public bool Granted { get; private init; }

    public DateTimeOffset DecidedAt { get; private init; }

    public Guid? SessionId { get; private init; }

    /// <summary>Who sent it and from where, as JSON under the customer's key.</summary>
    public byte[] ProofProtected { get; private init; } = [];

    public static ConsentEntry Decide(Guid userId, string purpose, string version, bool granted, Guid? sessionId, byte[] proof, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        Purpose = purpose,
        Version = version,
        Granted = granted,
        DecidedAt = now,
        SessionId = sessionId,
        ProofProtected = proof,
    };
}
