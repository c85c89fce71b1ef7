namespace UserService.Core.Protection;

/// <summary>Keeps the master key and never gives it away: it wraps and unwraps data keys.</summary>
public interface IKeyVault
{
    /// <summary>Names the master key that new data keys are wrapped with.</summary>
    string CurrentKeyId { get; }

    /// <summary>Encrypts a data key. <paramref name="context"/> (the data key's id) must be given again to unwrap it.</summary>
    ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken ct);

    /// <summary>Decrypts a data key that <paramref name="keyId"/> wrapped.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The master key is another one, or the wrapped key was changed.</exception>
    ValueTask<byte[]> UnwrapAsync(string keyId, ReadOnlyMemory<byte> wrapped, string context, CancellationToken ct);
}
