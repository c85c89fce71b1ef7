using UserService.Core.Accounts;

namespace UserService.Core.Mfa.OneTimeCodes;

/// <summary>
/// What somebody must prove and what the proof unlocks: a six-digit code that was sent to a contact point, or one of the factors that
/// the challenge offers, of which some need no code to be sent. A challenge without a user is a decoy: it behaves like any other and no code fits it, so
/// that callers cannot tell taken addresses and unknown accounts.
/// </summary>
internal sealed class CodeChallenge
{
    private CodeChallenge()
    {
    }

    public Guid Id { get; private init; }

    public Guid? UserId { get; private init; }

    public CodePurpose Purpose { get; private init; }

    /// <summary>The methods that the challenge accepts, best first (see <see cref="Challenges.MfaMethods"/>); none where a code is the only way.</summary>
    public string[] Methods { get; private init; } = [];

    /// <summary>How the code travels; none while no code was sent.</summary>
    public CodeChannel? Channel { get; private set; }

    /// <summary>Where the code goes, encrypted: a pending address is personal data too.</summary>
    public byte[] AddressProtected { get; private set; } = [];

    /// <summary>HMAC of id and code under a key of the service: a copy of the table cannot be searched for codes. Empty while no code was sent.</summary>
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

    /// <summary>A challenge that offers enrolled factors; a code is put to it where a method needs one.</summary>
    public static CodeChallenge Offer(
        Guid userId, CodePurpose purpose, IReadOnlyList<string> methods, DeviceDescription? device, CodeOptions options, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(now),
            UserId = userId,
            Purpose = purpose,
            Methods = [.. methods],
            CreatedAt = now,
            ExpiresAt = now + options.Lifetime,
            ResendAfter = now,
            DeviceName = device?.Name,
            DevicePlatform = device?.Platform,
        };

    /// <summary>The first code of a challenge that was made without one.</summary>
    public void PutCode(CodeChannel channel, byte[] addressProtected, byte[] codeHash, CodeOptions options, DateTimeOffset now)
    {
        Channel = channel;
        AddressProtected = addressProtected;
        Resend(codeHash, options, now);
    }

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
    Approval,
    StepUp,
}

/// <summary>How a code travels.</summary>
internal enum CodeChannel
{
    Email,
    Sms,
}

/// <summary>What a challenge is made of before it has a code.</summary>
internal sealed record NewChallenge(Guid Id, Guid? UserId, CodePurpose Purpose, CodeChannel Channel, string Address, DeviceDescription? Device = null);
