namespace UserService.Core.Mfa.Factors;

/// <summary>Something that a customer proves a sign-in with, beside the password.</summary>
internal sealed class Factor
{
    private Factor()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public FactorKind Kind { get; private init; }

    /// <summary>The customer's own word for it; without one clients go by the kind.</summary>
    public string? Name { get; private set; }

    /// <summary>The shared secret of an authenticator app, encrypted; empty for kinds without one.</summary>
    public byte[] SecretProtected { get; private init; } = [];

    /// <summary>The time step (RFC 6238) that was used last; only later ones are accepted.</summary>
    public long? LastUsedStep { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Proven to work in its owner's hands; before that it is of no use.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Showed signs of being copied: of no use since then, and kept so that its owner can see it.</summary>
    public DateTimeOffset? SuspectedAt { get; private set; }

    public bool IsUsable => ConfirmedAt is not null && SuspectedAt is null;

    public static Factor StartTotp(Guid id, Guid userId, string? name, byte[] secretProtected, DateTimeOffset now) =>
        new() { Id = id, UserId = userId, Kind = FactorKind.Totp, Name = name, SecretProtected = secretProtected, CreatedAt = now };

    /// <summary>One whose possession is proven already: a passkey by its ceremony, a telephone by its verification.</summary>
    public static Factor Add(Guid id, Guid userId, FactorKind kind, string? name, DateTimeOffset now) =>
        new() { Id = id, UserId = userId, Kind = kind, Name = name, CreatedAt = now, ConfirmedAt = now };

    /// <summary>The code of <paramref name="step"/> came from the app; it is spent with that.</summary>
    public void Confirm(long step, DateTimeOffset now)
    {
        if (ConfirmedAt is not null)
            throw new InvalidOperationException("The factor is confirmed already.");
        ConfirmedAt = now;
        LastUsedStep = step;
        LastUsedAt = now;
    }

    public void Rename(string name) => Name = name;

    public void Suspect(DateTimeOffset now) => SuspectedAt ??= now;
}

/// <summary>What a factor is. E-mail is none of them: it serves while there is no other, without being enrolled.</summary>
internal enum FactorKind
{
    Totp,
    Passkey,
    Sms,
}

/// <summary>The wire form of <see cref="FactorKind"/>, which is also the name of the method at sign-in.</summary>
internal static class FactorKindNames
{
    public static string ToWire(this FactorKind kind) => kind switch
    {
        FactorKind.Totp => "totp",
        FactorKind.Passkey => "passkey",
        FactorKind.Sms => "sms",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
