using Microsoft.Extensions.Options;

namespace UserService.Core.Protection;

/// <summary>
/// Wraps with the vault that <c>Protection:Vault</c> names and unwraps with the one that a stored key names: so keys can move from one vault to
/// another while the hosts run.
/// </summary>
internal sealed class KeyVault(LocalKeyVault local, VaultTransit transit, IOptions<ProtectionOptions> options) : IKeyVault
{
    private readonly bool remote = options.Value.Kind == KeyVaultKinds.Vault;

    public ValueTask<string> GetCurrentKeyIdAsync(CancellationToken ct) => remote ? new(transit.GetCurrentKeyIdAsync(ct)) : new(local.CurrentKeyId);

    public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken ct) =>
        remote ? new(transit.WrapAsync(dataKey, context, ct)) : new(local.Wrap(dataKey.Span, context));

    public ValueTask<byte[]> UnwrapAsync(string keyId, ReadOnlyMemory<byte> wrapped, string context, CancellationToken ct) =>
        keyId.StartsWith(VaultTransit.Prefix, StringComparison.Ordinal)
            ? new(transit.UnwrapAsync(keyId, wrapped, context, ct))
            : new(local.Unwrap(keyId, wrapped.Span, context));
}
