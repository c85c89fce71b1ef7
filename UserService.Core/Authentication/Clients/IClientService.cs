using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Authentication.Clients;

/// <summary>Services of the platform as OAuth clients.</summary>
public interface IClientService
{
    /// <summary>The client that a proof stands for, or null: unknown, disabled and wrong are not told apart.</summary>
    Task<ClientIdentity?> AuthenticateAsync(ClientProof proof, CancellationToken ct);

    /// <summary>A service token (RFC 6749 §4.4).</summary>
    /// <param name="scope">Space-separated; null asks for all that the client may have.</param>
    /// <param name="provenKey">The key that the client has just proven to hold: the token is bound to it. Null makes a bearer token.</param>
    Task<ClientTokenResult> IssueTokenAsync(ClientIdentity client, string? scope, string? provenKey, CancellationToken ct);

    /// <summary>A bearer token for a client that proves its secret.</summary>
    Task<ClientTokenResult> IssueTokenAsync(string clientId, string clientSecret, string? scope, CancellationToken ct);

    /// <summary>Makes a client and gives its secret, which is shown this once.</summary>
    Task<NewClientResult> AddAsync(NewClient client, Actor actor, CancellationToken ct);

    /// <summary>Makes a client that has a secret only.</summary>
    Task<NewClientResult> AddAsync(string clientId, IReadOnlyList<string> scopes, string? secret, CancellationToken ct);

    /// <summary>Gives a client a new secret; the old one works for <paramref name="overlap"/> more.</summary>
    Task<NewClientResult> RotateAsync(string clientId, TimeSpan overlap, string? reason, Actor actor, CancellationToken ct);

    /// <summary>Replaces a client's public keys; what they should still accept of the old ones the new set contains.</summary>
    Task<NewClientResult> ReplaceKeysAsync(string clientId, string publicKeys, Actor actor, CancellationToken ct);

    /// <summary>Gives a client no more tokens; every host refuses those it has within a second.</summary>
    Task<bool> DisableAsync(string clientId, string? reason, Actor actor, CancellationToken ct);

    Task<IReadOnlyList<ClientView>> ListAsync(CancellationToken ct);
}

/// <summary>A client as operators see it.</summary>
/// <param name="Authentication">How it proves itself: <c>secret</c>, <c>keys</c> or both.</param>
/// <param name="ExchangeAudiences">Services that it may call on behalf of customers.</param>
public sealed record ClientView(
    string ClientId, IReadOnlyList<string> Scopes, string Authentication, IReadOnlyList<string> ExchangeAudiences, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt)
{
    /// <summary>It gets tokens only with a DPoP proof.</summary>
    public bool RequiresDpop { get; init; }
}

/// <summary>How asking for a service token ended; the codes are those of RFC 6749 §5.2.</summary>
public abstract record ClientTokenResult
{
    public sealed record Issued(string AccessToken, TimeSpan ExpiresIn, string Scope) : ClientTokenResult
    {
        public override string ToString() => "[service token]";
    }

    public sealed record InvalidClient : ClientTokenResult;

    public sealed record InvalidScope : ClientTokenResult;

    /// <summary>The client gets tokens only with a DPoP proof, and has sent none.</summary>
    public sealed record ProofMissing : ClientTokenResult;
}

/// <summary>How making a client, its secret or its keys ended.</summary>
public abstract record NewClientResult
{
    /// <summary>The secret is shown now and never again; null where none was made.</summary>
    public sealed record Made(string ClientId, string? Secret) : NewClientResult
    {
        public override string ToString() => $"[client {ClientId}]";
    }

    public sealed record Failed(Error Error) : NewClientResult;
}
