using Microsoft.Extensions.Options;
using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Persistence;

namespace UserService.Core.Authentication.OAuth;

/// <summary>Lets a service that a customer has called call another one on her behalf (RFC 8693).</summary>
public interface ITokenExchange
{
    /// <param name="subjectToken">The customer's access token, as the service received it.</param>
    /// <param name="audience">The service to be called; one that the client may call for customers.</param>
    /// <param name="scope">Some of the customer's scopes; null for all of them.</param>
    /// <param name="actor">With the key that the client has proven to hold, to which the new token is bound.</param>
    Task<TokenExchangeResult> ExchangeAsync(ClientIdentity client, string subjectToken, string audience, string? scope, Actor actor, CancellationToken ct);
}

/// <summary>How a token exchange ended; RFC 8693 §2.2.2 and RFC 6749 §5.2 name the errors.</summary>
public abstract record TokenExchangeResult
{
    public sealed record Issued(string AccessToken, TimeSpan ExpiresIn, string Scope) : TokenExchangeResult
    {
        public override string ToString() => "[delegated token]";
    }

    /// <summary>The client may call nobody on behalf of customers.</summary>
    public sealed record UnauthorizedClient : TokenExchangeResult;

    /// <summary>Not this service.</summary>
    public sealed record InvalidTarget : TokenExchangeResult;

    /// <summary>The customer's token is not good, whyever.</summary>
    public sealed record InvalidSubject : TokenExchangeResult;

    /// <summary>More than the customer's token allows.</summary>
    public sealed record InvalidScope : TokenExchangeResult;

    /// <summary>A DPoP proof is needed: the customer's token is bound to a key, or the client gets no other tokens.</summary>
    public sealed record ProofMissing : TokenExchangeResult;
}

/// <inheritdoc cref="ITokenExchange"/>
internal sealed class TokenExchange(UserDbContext db, ITokenValidator validator, AccessTokenIssuer tokens, IOptions<TokenOptions> options, TimeProvider time) : ITokenExchange
{
    public async Task<TokenExchangeResult> ExchangeAsync(
        ClientIdentity client, string subjectToken, string audience, string? scope, Actor actor, CancellationToken ct)
    {
        if (client.ExchangeAudiences.Count == 0)
            return new TokenExchangeResult.UnauthorizedClient();

        // Never for ourselves: such a token would be one of a customer or of a service.
        if (!client.ExchangeAudiences.Contains(audience) || audience == options.Value.Audience || audience == options.Value.ServiceAudience)
            return new TokenExchangeResult.InvalidTarget();
        if (await validator.ValidateAsync(subjectToken, TokenKind.User, ct) is not { Subject: { } user } || user.ExpiresAt <= time.GetUtcNow())
            return new TokenExchangeResult.InvalidSubject();

        // Out of a token that is of use to one key's holder never comes one that is of use to whoever has it.
        if (actor.ProvenKey is null && (client.RequiresDpop || user.KeyThumbprint is not null))
            return new TokenExchangeResult.ProofMissing();
        IReadOnlyCollection<string> asked = scope is null ? user.Scopes : [.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        if (asked.Count == 0 || !asked.All(user.Scopes.Contains))
            return new TokenExchangeResult.InvalidScope();
        var granted = string.Join(' ', asked.Order(StringComparer.Ordinal));
        var token = await tokens.IssueDelegatedAsync(user, client.Id, audience, granted, actor.ProvenKey, ct);
        var service = actor with { Type = "service", Id = client.Id, SessionId = user.SessionId };
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.TokenExchanged, user.UserId, service, audience, time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return new TokenExchangeResult.Issued(token.Value, token.Lifetime, granted);
    }
}
