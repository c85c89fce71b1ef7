namespace UserService.Core.Protection;

/// <summary>Keeps the master key and never gives it away: it wraps and unwraps data keys.</summary>
public interface IKeyVault
{
    /// <summary>Names the master key that new data keys are wrapped with, such as <c>local:5b0c…</c> or <c>vault:transit/user-service:v3</c>.</summary>
    ValueTask<string> GetCurrentKeyIdAsync(CancellationToken ct);

    /// <summary>Encrypts a data key. <paramref name="context"/> (the data key's id) must be given again to unwrap it.</summary>
    ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken ct);

    /// <summary>Decrypts a data key that <paramref name="keyId"/> wrapped; older master keys too, as long as they are configured.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The master key is another one, or the wrapped key was changed.</exception>
    /// <exception cref="KeyVaultUnavailableException">The vault cannot be asked now.</exception>
    ValueTask<byte[]> UnwrapAsync(string keyId, ReadOnlyMemory<byte> wrapped, string context, CancellationToken ct);
}

/// <summary>A data key as it is stored.</summary>
/// <param name="MasterKeyId">What wrapped it; needed to unwrap it.</param>
/// <param name="Bytes">Unreadable without the vault.</param>
public sealed record WrappedKey(string MasterKeyId, byte[] Bytes);
