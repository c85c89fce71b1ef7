namespace UserService.Core.Mfa.Passkeys;

/// <summary>What is kept of a WebAuthn credential beside its <see cref="Factors.Factor"/>. None of it is secret.</summary>
internal sealed class Passkey
{
    private Passkey()
    {
    }

    public Guid FactorId { get; private init; }

    /// <summary>The authenticator's name for the credential, at most 1023 bytes (WebAuthn §6.1).</summary>
    public byte[] CredentialId { get; private init; } = [];

    /// <summary>COSE key.</summary>
    public byte[] PublicKey { get; private init; } = [];

    /// <summary>How often the authenticator said it has signed; always 0 where it does not count, as synced passkeys do not.</summary>
    public long SignCount { get; private init; }

    /// <summary>How the authenticator can be reached, as a hint to browsers (<c>internal</c>, <c>usb</c>, <c>hybrid</c>, …).</summary>
    public string[] Transports { get; private init; } = [];

    /// <summary>Whether the key may leave the authenticator, as synced passkeys do. Never changes for a credential.</summary>
    public bool IsBackupEligible { get; private init; }

    public bool IsBackedUp { get; private init; }

    public static Passkey Of(Guid factorId, NewPasskey passkey) => new()
    {
        FactorId = factorId,
        CredentialId = passkey.CredentialId,
        PublicKey = passkey.PublicKey,
        SignCount = passkey.SignCount,
        Transports = [.. passkey.Transports],
        IsBackupEligible = passkey.IsBackupEligible,
        IsBackedUp = passkey.IsBackedUp,
    };
}

/// <summary>A credential whose ceremony has just been verified.</summary>
internal sealed record NewPasskey(
    byte[] CredentialId, byte[] PublicKey, uint SignCount, IReadOnlyList<string> Transports, bool IsBackupEligible, bool IsBackedUp);
