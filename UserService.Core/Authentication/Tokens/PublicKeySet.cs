namespace UserService.Core.Authentication.Tokens;

/// <summary>RFC 7517 key set, as served at <c>/.well-known/jwks.json</c>.</summary>
public sealed record PublicKeySet(IReadOnlyList<PublicKey> Keys);

/// <summary>A public ES256 key (RFC 7518 §6.2).</summary>
public sealed record PublicKey(string Kty, string Use, string Alg, string Crv, string Kid, string X, string Y);

/// <summary>Gives out the public halves of the keys in force, the next one included.</summary>
public interface IPublicKeys
{
    ValueTask<PublicKeySet> GetAsync(CancellationToken ct);
}

/// <inheritdoc cref="IPublicKeys"/>
internal sealed class PublicKeys(KeyRing ring, TimeProvider time) : IPublicKeys
{
    public async ValueTask<PublicKeySet> GetAsync(CancellationToken ct) =>
        new([.. (await ring.GetAsync(ct)).Rows.Where(r => r.IsPublished(time.GetUtcNow())).Select(r => new PublicKey("EC", "sig", "ES256", "P-256", r.KeyId, r.X, r.Y))]);
}
