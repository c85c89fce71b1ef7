using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Mfa;
using UserService.Core.Mfa.StepUp;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/auth/step-up</c>: what a client does when an endpoint asks for a recent second factor (RFC 9470).</summary>
internal static class StepUpEndpoints
{
    public static void MapStepUp(this IEndpointRouteBuilder app)
    {
        var stepUp = app.MapGroup("/v1/auth/step-up").WithTags("Authentication").RequireAuthorization();
        stepUp.MapPost("", StartAsync).WithName("StepUp").WithSummary("A challenge that raises the session to aal2, or renews it");
        stepUp.MapPost("/send", SendAsync).WithName("SendStepUpCode").WithSummary("Sends the code of a method that needs one");
        stepUp.MapPost("/passkey/options", PasskeyAsync).WithName("StartStepUpPasskey").WithSummary("Options to step up with a passkey");
        stepUp.MapPost("/verify", VerifyAsync).NeverRemembers().WithName("VerifyStepUp").WithSummary("Gives an access token that says aal2 when the factor is right");
    }

    private static async Task<Results<Ok<StepUpResponse>, ProblemResult>> StartAsync(IStepUpService stepUp, Caller caller, CancellationToken ct) =>
        await stepUp.StartAsync(caller.UserId, caller.Actor, ct) is { } challenge
            ? TypedResults.Ok(new StepUpResponse(challenge.ChallengeId, challenge.Methods, challenge.ExpiresAt))
            : Problems.From(CommonErrors.Forbidden);

    private static async Task<Results<Accepted, ProblemResult>> SendAsync(SendMfaRequest request, IStepUpService stepUp, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var challenge = errors.Required("challengeId", request.ChallengeId);
        var method = errors.Text("method", request.Method, 30);
        if (!errors.None)
            return Problems.From(errors);
        return await stepUp.SendCodeAsync(caller.UserId, challenge, method!, ct) is { } error ? Problems.From(error) : TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<Ok<PasskeyOptionsResponse>, ProblemResult>> PasskeyAsync(
        MfaPasskeyRequest request, IStepUpService stepUp, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var challenge = errors.Required("challengeId", request.ChallengeId);
        if (!errors.None)
            return Problems.From(errors);
        return await stepUp.StartPasskeyAsync(caller.UserId, challenge, ct) is { } options
            ? TypedResults.Ok(FactorContracts.ToOptions(options, challenge))
            : Problems.From(MfaErrors.UnknownMethod);
    }

    private static async Task<Results<Ok<SteppedUpResponse>, ProblemResult>> VerifyAsync(
        StepUpProofRequest request, IStepUpService stepUp, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (request.ToProof(errors) is not { } proof)
            return Problems.From(errors);
        return await stepUp.VerifyAsync(caller.UserId, caller.SessionId, proof, caller.Actor, ct) switch
        {
            StepUpResult.Raised raised => TypedResults.Ok(new SteppedUpResponse(raised.AccessToken, "Bearer", (int)raised.ExpiresIn.TotalSeconds, raised.Acr)),
            StepUpResult.Failed(var error) => Problems.From(error),
            _ => throw new UnreachableException(),
        };
    }
}
