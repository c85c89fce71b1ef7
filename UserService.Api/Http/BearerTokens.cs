using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>
/// Accepts customers' and staff's access tokens: bearer tokens (RFC 6750), and tokens that are bound to a key together with a proof of it
/// (RFC 9449 §7.1). A revoked session is refused within a second.
/// </summary>
internal sealed class BearerTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ITokenValidator validator, DpopProofs proofs)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";
    private const string BearerPrefix = "Bearer ";
    private const string DpopPrefix = "DPoP ";
    private const string InvalidProof = "invalid_dpop_proof";
    private const string InvalidToken = "invalid_token";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } value])
            return AuthenticateResult.NoResult();
        var withProof = IsDpop(value);
        if (!withProof && !value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var text = value[(withProof ? DpopPrefix : BearerPrefix).Length..];

        // A bound token without its proof is what a thief has; a token without a key has nothing to prove (RFC 9449 §7.1, §7.2).
        if (await validator.ValidateAsync(text, TokenKind.User, Context.RequestAborted) is not { } token || token.Subject.KeyThumbprint is null == withProof)
            return AuthenticateResult.Fail(InvalidToken);
        if (withProof && await proofs.CheckAsync(Request, text, token.Subject.KeyThumbprint, Context.RequestAborted) is null)
            return AuthenticateResult.Fail(InvalidProof);
        Context.Features.Set(token);
        return AuthenticateResult.Success(new AuthenticationTicket(token.Principal, SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // RFC 6750 §3.1: no error code where no token was sent. RFC 9449 §7.2: both schemes are offered then.
        var bearer = "Bearer";
        var dpop = $"DPoP algs=\"{DpopProofs.Algorithms}\"";
        var sent = Request.Headers.Authorization.ToString();
        Response.Headers.WWWAuthenticate = sent.Length == 0
            ? new[] { bearer, dpop }
            : IsDpop(sent) ? $"DPoP error=\"{await FaultAsync()}\", algs=\"{DpopProofs.Algorithms}\"" : $"{bearer} error=\"{InvalidToken}\"";
        await Problems.WriteAsync(Context, CommonErrors.InvalidToken);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.WriteAsync(Context, CommonErrors.Forbidden);

    private async Task<string> FaultAsync() => (await HandleAuthenticateOnceSafeAsync()).Failure?.Message ?? InvalidToken;

    private static bool IsDpop(string header) => header.StartsWith(DpopPrefix, StringComparison.OrdinalIgnoreCase);
}
