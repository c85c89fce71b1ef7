using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;
using UserService.Core.Protection;

namespace UserService.Core.Authentication.Tokens;

/// <summary>Signing keys as they were at one time.</summary>
internal sealed record KeySet(DateTimeOffset LoadedAt, IReadOnlyList<SigningKey> Rows, FrozenDictionary<string, ECDsaSecurityKey> Keys)
{
    /// <summary>How many changes had been told of when it was read.</summary>
    public int Changes { get; init; }

    public static KeySet Of(DateTimeOffset now, List<SigningKey> rows, SystemKey key, KeySet? previous)
    {
        if (rows.Count == 0)
            throw new InvalidOperationException("The database holds no signing key: run scripts/migrate.sh first.");

        // Keys that are already open stay open: opening one again would leak the native handle of the old.
        var open = previous?.Keys;
        return new KeySet(now, rows, rows.ToFrozenDictionary(
            r => r.KeyId, r => open is not null && open.TryGetValue(r.KeyId, out var known) ? known : SigningKeyFactory.Open(r, key)));
    }

    /// <summary>The newest key whose time has come.</summary>
    public ECDsaSecurityKey Signing(DateTimeOffset now) =>
        Keys[(Rows.LastOrDefault(r => r.ActiveFrom <= now && r.IsPublished(now)) ?? Rows[0]).KeyId];

    /// <summary>The key that a token names, unless it has been retired.</summary>
    public ECDsaSecurityKey? Verifying(string keyId, DateTimeOffset now) =>
        Keys.TryGetValue(keyId, out var key) && Rows.First(r => r.KeyId == keyId).IsPublished(now) ? key : null;
}
