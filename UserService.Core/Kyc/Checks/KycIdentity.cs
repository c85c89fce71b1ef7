namespace UserService.Core.Kyc.Checks;

/// <summary>A number that a customer has proven to be hers. One customer per number: its blind index is unique.</summary>
internal sealed class KycIdentity
{
    private KycIdentity()
    {
    }

    public Guid UserId { get; private init; }

    /// <summary>Bvn, Nin or Document.</summary>
    public KycCheckKind Kind { get; private init; }

    public byte[] NumberProtected { get; private set; } = [];

    /// <summary>HMAC of the number, so that it is found and held unique without being readable.</summary>
    public byte[] NumberIndex { get; private set; } = [];

    public string Provider { get; private set; } = "";

    public DateTimeOffset VerifiedAt { get; private set; }

    public static KycIdentity Of(Guid userId, KycCheckKind kind, byte[] numberProtected, byte[] numberIndex, string provider, DateTimeOffset now) =>
        new() { UserId = userId, Kind = kind, NumberProtected = numberProtected, NumberIndex = numberIndex, Provider = provider, VerifiedAt = now };

    public void Replace(byte[] numberProtected, byte[] numberIndex, string provider, DateTimeOffset now) =>
        (NumberProtected, NumberIndex, Provider, VerifiedAt) = (numberProtected, numberIndex, provider, now);
}
