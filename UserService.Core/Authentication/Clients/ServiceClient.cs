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
    public byte[] SecretHash { get; private set; } = [];

    /// <summary>The secret before the last rotation, good until <see cref="PreviousSecretUntil"/>.</summary>
    public byte[]? PreviousSecretHash { get; private set; }

    public DateTimeOffset? PreviousSecretUntil { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? DisabledAt { get; private set; }

    public static ServiceClient Add(string id, string[] scopes, byte[] secretHash, DateTimeOffset now) =>
        new() { Id = id, Scopes = scopes, SecretHash = secretHash, CreatedAt = now };

    public void Rotate(byte[] secretHash, TimeSpan overlap, DateTimeOffset now)
    {
        PreviousSecretHash = SecretHash;
        PreviousSecretUntil = now + overlap;
        SecretHash = secretHash;
    }

    public void Disable(DateTimeOffset now) => DisabledAt ??= now;
}
