using System.Globalization;
using System.Security.Claims;

namespace UserService.Core.Authentication.Tokens;

/// <summary>A token whose signature, issuer, audience, type and time are right, and whose session was live when asked.</summary>
public sealed class ValidatedToken
{
    internal ValidatedToken(TokenSubject subject) => Subject = subject;

    /// <summary>The claims as ASP.NET Core wants them; shared by all requests with this token. Made when first asked for: gRPC never does.</summary>
    public ClaimsPrincipal Principal => field ??= PrincipalOf(Subject);

    public TokenSubject Subject { get; }

    private static ClaimsPrincipal PrincipalOf(TokenSubject subject)
    {
        var identity = new ClaimsIdentity("Bearer", nameType: "sub", roleType: "roles");
        identity.AddClaim(new Claim("sub", subject.UserId?.ToString() ?? subject.ClientId));
        identity.AddClaim(new Claim("client_id", subject.ClientId));
        identity.AddClaim(new Claim("tier", subject.KycTier.ToString(CultureInfo.InvariantCulture)));
        foreach (var role in subject.Roles)
            identity.AddClaim(new Claim("roles", role));
        return new ClaimsPrincipal(identity);
    }
}

/// <summary>Who a token speaks for.</summary>
/// <param name="UserId">The user; none for a service's own token.</param>
/// <param name="SessionId">The session; none for a service's own token.</param>
/// <param name="ClientId">The OAuth client.</param>
/// <param name="Scopes">Granted scopes.</param>
/// <param name="KycTier">0 to 3.</param>
/// <param name="ExpiresAt">The <c>exp</c> claim.</param>
public sealed record TokenSubject(
    Guid? UserId,
    Guid? SessionId,
    string ClientId,
    IReadOnlySet<string> Scopes,
    IReadOnlyList<string> Roles,
    string? Acr,
    IReadOnlyList<string> Amr,
    DateTimeOffset? AuthenticatedAt,
    int KycTier,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>The <c>aud</c> claim.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The <c>jti</c> claim.</summary>
    public string? TokenId { get; init; }

    /// <summary><c>cnf.jkt</c> (RFC 9449 §6): only who proves to hold this key may use the token. None for bearer tokens.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary><c>act.sub</c> (RFC 8693 §4.1): the service that acts on behalf of the user. None for a user's own token.</summary>
    public string? ActingClient { get; init; }
}

/// <summary>Which tokens a caller accepts.</summary>
public enum TokenKind
{
    /// <summary>A signed-in customer's or staff member's access token.</summary>
    User,

    /// <summary>A service's own token (<c>client_credentials</c>) for this service.</summary>
    Service,

    /// <summary>A token that a service got for a customer by token exchange, for another service.</summary>
    Delegated,
}
