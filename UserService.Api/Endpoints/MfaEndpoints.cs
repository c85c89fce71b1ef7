using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Authentication;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/auth/mfa</c> and <c>/v1/auth/passkeys</c>: what a sign-in needs beside or instead of a password.</summary>
internal static class MfaEndpoints
{
    public static void MapMfa(this IEndpointRouteBuilder app)
    {
        var mfa = app.MapGroup("/v1/auth/mfa").WithTags("Authentication");
        mfa.MapPost("/send", SendAsync).WithName("SendMfaCode").WithSummary("Sends the code of a sign-in's second factor")
            .WithDescription("For sms, and for email where it is offered; no sooner than a minute after the last.");
        mfa.MapPost("/passkey/options", StartPasskeyAsync).WithName("StartMfaPasskey").WithSummary("Options to answer a sign-in's challenge with a passkey");
        var passkeys = app.MapGroup("/v1/auth/passkeys").WithTags("Authentication");
        passkeys.MapPost("/options", StartLoginAsync).WithName("StartPasskeyLogin").WithSummary("Options to sign in with a passkey alone")
            .WithDescription("Names no account: the passkey does.");
        passkeys.MapPost("/verify", VerifyLoginAsync).NeverRemembers().WithName("PasskeyLogin").WithSummary("Signs in with a passkey alone");
    }

    private static async Task<Results<Accepted, ProblemResult>> SendAsync(SendMfaRequest request, IMfaLogin mfa, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var challenge = errors.Required("challengeId", request.ChallengeId);
        var method = errors.Text("method", request.Method, 30);
        if (!errors.None)
            return Problems.From(errors);
        return await mfa.SendCodeAsync(challenge, method!, ct) is { } error ? Problems.From(error) : TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<Ok<PasskeyOptionsResponse>, ProblemResult>> StartPasskeyAsync(MfaPasskeyRequest request, IMfaLogin mfa, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var challenge = errors.Required("challengeId", request.ChallengeId);
        if (!errors.None)
            return Problems.From(errors);
        return await mfa.StartPasskeyAsync(challenge, ct) switch
        {
            MfaPasskeyResult.Started(var options) => TypedResults.Ok(FactorContracts.ToOptions(options, challenge)),
            MfaPasskeyResult.Failed(var error) => Problems.From(error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Ok<PasskeyOptionsResponse>> StartLoginAsync(IPasskeyLogin passkeys, CancellationToken ct)
    {
        var (challenge, options) = await passkeys.StartAsync(ct);
        return TypedResults.Ok(FactorContracts.ToOptions(options, challenge));
    }

    private static async Task<Results<Ok<SessionResponse>, ProblemResult>> VerifyLoginAsync(
        PasskeyLoginRequest request, IPasskeyLogin passkeys, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (request.ToCommand(errors) is not { } command)
            return Problems.From(errors);
        return await passkeys.VerifyAsync(command, caller.Actor, ct) switch
        {
            LoginResult.Authenticated(var session) => TypedResults.Ok(session.ToResponse()),
            LoginResult.Failed(var error) => Problems.From(error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
