using UserService.Core.Accounts;

namespace UserService.Core.Mfa.OneTimeCodes;

/// <summary>
/// A six-digit code that was sent to a contact point and what its proof unlocks. A challenge without a user is a decoy:
/// it behaves like any other and no code fits it, so that callers cannot tell taken addresses and unknown accounts.
/// </summary>
internal sealed class CodeChallenge
{
    private CodeChallenge()
    {
    }

    public Guid Id { get; private init; }

    public Guid? UserId { get; private init; }

    public CodePurpose Purpose { get; private init; }

    public CodeChannel Channel { get; private init; }

    /// <summary>Where the code goes, encrypted: a pending address is personal data too.</summary>
    public byte[] AddressProtected { get; private init; } = [];

    /// <summary>HMAC of id and code under a key of the service: a copy of the table cannot be searched for codes.</summary>
    public byte[] CodeHash { get; private set; } = [];

    public int Attempts { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset ResendAfter { get; private set; }

    public DateTimeOffset? ConsumedAt { get; private set; }

    /// <summary>The device named at login, kept until the factor is proven.</summary>
    public string? DeviceName { get; private init; }

    public string? DevicePlatform { get; private init; }

    public static CodeChallenge Issue(NewChallenge challenge, byte[] codeHash, byte[] addressProtected, CodeOptions options, DateTimeOffset now) => new()
    {
        Id = challenge.Id,
        UserId = challenge.UserId,
        Purpose = challenge.Purpose,
        Channel = challenge.Channel,
        AddressProtected = addressProtected,
        CodeHash = codeHash,
        CreatedAt = now,
        ExpiresAt = now + options.Lifetime,
        ResendAfter = now + options.ResendInterval,
        DeviceName = challenge.Device?.Name,
        DevicePlatform = challenge.Device?.Platform,
    };

    /// <summary>A fresh code replaces the one before; tries already used stay used.</summary>
    public void Resend(byte[] codeHash, CodeOptions options, DateTimeOffset now)
    {
        CodeHash = codeHash;
        ExpiresAt = now + options.Lifetime;
        ResendAfter = now + options.ResendInterval;
    }

    /// <summary>Marks the challenge as spent; the concurrency token on it lets exactly one of several callers save.</summary>
    public void Consume(DateTimeOffset now) => ConsumedAt = now;
}

/// <summary>What proving a code unlocks; a code for one purpose is no good for another.</summary>
internal enum CodePurpose
{
    Registration,
    LoginMfa,
    PasswordReset,
    EmailChange,
    PhoneChange,
}

/// <summary>How a code travels.</summary>
internal enum CodeChannel
{
    Email,
    Sms,
}

/// <summary>What a challenge is made of before it has a code.</summary>
internal sealed record NewChallenge(Guid Id, Guid? UserId, CodePurpose Purpose, CodeChannel Channel, string Address, DeviceDescription? Device = null);
