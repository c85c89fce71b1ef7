namespace UserService.Core.Authentication.Clients;

/// <summary>How a client proves who it is.</summary>
public abstract record ClientProof
{
    private ClientProof()
    {
    }

    /// <summary>Id and secret, from HTTP Basic or the form (RFC 6749 §2.3.1).</summary>
    public sealed record Secret(string ClientId, string Value) : ClientProof
    {
        public override string ToString() => "[client secret]";
    }

    /// <summary>A JWT signed with a key that is registered with the client (RFC 7523 §2.2).</summary>
    /// <param name="ClientId">What the form says besides; it must be the same client.</param>
    public sealed record Assertion(string? ClientId, string Jwt) : ClientProof
    {
        public override string ToString() => "[client assertion]";
    }
}

/// <summary>A client that has proven who it is.</summary>
/// <param name="Scopes">What it may ask for.</param>
/// <param name="ExchangeAudiences">Services that it may call on behalf of customers.</param>
public sealed record ClientIdentity(string Id, IReadOnlyList<string> Scopes, IReadOnlyList<string> ExchangeAudiences)
{
    /// <summary>It gets tokens only with a DPoP proof.</summary>
    public bool RequiresDpop { get; init; }
}

/// <summary>A client to be made.</summary>
public sealed record NewClient(string ClientId, IReadOnlyList<string> Scopes)
{
    /// <summary>At least 32 characters. Without one, and without keys, one is generated.</summary>
    public string? Secret { get; init; }

    /// <summary>RFC 7517 key set of public P-256 or RSA keys for <c>private_key_jwt</c>.</summary>
    public string? PublicKeys { get; init; }

    /// <summary>Names of services that it may call on behalf of customers (RFC 8693).</summary>
    public IReadOnlyList<string> ExchangeAudiences { get; init; } = [];

    /// <summary>Whether it gets tokens only with a DPoP proof (RFC 9449 §5.2). Default false: it may choose.</summary>
    public bool RequiresDpop { get; init; }

    public override string ToString() => $"[client {ClientId}]";
}
