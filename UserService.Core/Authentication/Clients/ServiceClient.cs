namespace UserService.Core.Authentication.Clients;

/// <summary>A service of the platform that calls this one in its own name.</summary>
internal sealed class ServiceClient
{
    private ServiceClient()
    {
    }

    /// <summary>The OAuth <c>client_id</c>.</summary>
    public string Id { get; private init; } = "";

    /// <summary>What it may ask for.</summary>
    public string[] Scopes { get; private set; } = [];

    /// <summary>SHA-256 of the secret. It has 256 random bits, so a slow hash would add nothing but load.</summary>
    public byte[] SecretHash { get; private set; } = []; // empty where the client has keys instead

    /// <summary>The secret before the last rotation, good until <see cref="PreviousSecretUntil"/>.</summary>
    public byte[]? PreviousSecretHash { get; private set; }

    public DateTimeOffset? PreviousSecretUntil { get; private set; }

    /// <summary>Key set for <c>private_key_jwt</c>; null where there is none.</summary>
    public string? PublicKeys { get; private set; }

    /// <summary>Services that it may call on behalf of customers (RFC 8693).</summary>
    public string[] ExchangeAudiences { get; private init; } = [];

    /// <summary>Gets tokens only with a DPoP proof, bound to its key (RFC 9449 §5.2, <c>dpop_bound_access_tokens</c>).</summary>
    public bool RequiresDpop { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? DisabledAt { get; private set; }

    public static ServiceClient Add(NewClient client, byte[] secretHash, string? publicKeys, DateTimeOffset now) => new()
    {
        Id = client.ClientId,
        Scopes = [.. client.Scopes.Distinct(StringComparer.Ordinal)],
        SecretHash = secretHash,
        PublicKeys = publicKeys,
        ExchangeAudiences = [.. client.ExchangeAudiences.Distinct(StringComparer.Ordinal)],
        RequiresDpop = client.RequiresDpop,
        CreatedAt = now,
    };

    public void Rotate(byte[] secretHash, TimeSpan overlap, DateTimeOffset now)
    {
        PreviousSecretHash = SecretHash.Length > 0 ? SecretHash : null;
        PreviousSecretUntil = now + overlap;
        SecretHash = secretHash;
    }

    public void ReplaceKeys(string publicKeys) => PublicKeys = publicKeys;

    public ClientView ToView() => new(
        Id, Scopes, (SecretHash.Length > 0, PublicKeys is not null) switch { (true, true) => "secret+keys", (_, true) => "keys", _ => "secret" },
        ExchangeAudiences, CreatedAt, DisabledAt) { RequiresDpop = RequiresDpop };

    public void Disable(DateTimeOffset now) => DisabledAt ??= now;
}
