using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Mfa.Factors;
using UserService.Core.Mfa.Passkeys;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/auth/factors</c>: what the caller can prove a sign-in with. Changes need a recent second factor.</summary>
internal static class FactorEndpoints
{
    public static void MapFactors(this IEndpointRouteBuilder app)
    {
        var factors = app.MapGroup("/v1/auth/factors").WithTags("Factors").RequireAuthorization();
        factors.MapGet("", ListAsync).WithName("ListFactors").WithSummary("The caller's second factors");
        var changes = factors.MapGroup("").RequireRecentAal2().NeverRemembers();
        changes.MapPost("/totp", StartTotpAsync).WithName("StartTotp").WithSummary("A new secret for an authenticator app")
            .WithDescription("It counts once its first code was confirmed, within 15 minutes.");
        changes.MapPost("/totp/{id:guid}/confirm", ConfirmTotpAsync).WithName("ConfirmTotp").WithSummary("Confirms an authenticator app with its first code");
        changes.MapPost("/sms", AddSmsAsync).WithName("AddSmsFactor").WithSummary("Makes the verified telephone number a factor");
        changes.MapPost("/passkeys/options", StartPasskeyAsync).WithName("StartPasskeyEnrolment").WithSummary("Options to make a passkey");
        changes.MapPost("/passkeys", AddPasskeyAsync).WithName("AddPasskey").WithSummary("Adds the passkey that the browser has made");
        changes.MapPost("/recovery-codes", CreateRecoveryCodesAsync).WithName("CreateRecoveryCodes").WithSummary("Ten new recovery codes; the old ones work no more");
        changes.MapPatch("/{id:guid}", RenameAsync).WithName("RenameFactor").WithSummary("Names a factor");
        changes.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveFactor").WithSummary("Removes a factor");
    }

    private static async Task<Ok<FactorsResponse>> ListAsync(IFactorService factors, Caller caller, CancellationToken ct) =>
        TypedResults.Ok((await factors.ListAsync(caller.UserId, ct)).ToResponse());

    private static async Task<Results<Ok<TotpResponse>, ProblemResult>> StartTotpAsync(
        AddFactorRequest request, IFactorService factors, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var name = errors.OptionalText("name", request.Name, 100);
        if (!errors.None)
            return Problems.From(errors);
        return await factors.StartTotpAsync(caller.UserId, name, ct) switch
        {
            StartTotpResult.Started started => TypedResults.Ok(started.ToResponse()),
            StartTotpResult.Failed(var error) => Problems.From(error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<Created<FactorResponse>, ProblemResult>> ConfirmTotpAsync(
        Guid id, ConfirmTotpRequest request, IFactorService factors, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Text("code", request.Code, 64) is { } code
            ? Answer(await factors.ConfirmTotpAsync(caller.UserId, id, code, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Created<FactorResponse>, ProblemResult>> AddSmsAsync(
        AddFactorRequest request, IFactorService factors, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var name = errors.OptionalText("name", request.Name, 100);
        return errors.None ? Answer(await factors.AddSmsAsync(caller.UserId, name, caller.Actor, ct)) : Problems.From(errors);
    }

    private static async Task<Ok<PasskeyOptionsResponse>> StartPasskeyAsync(IPasskeyEnrolment passkeys, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(FactorContracts.ToOptions(await passkeys.StartAsync(caller.UserId, caller.SessionId, ct), challengeId: null));

    private static async Task<Results<Created<FactorResponse>, ProblemResult>> AddPasskeyAsync(
        AddPasskeyRequest request, IPasskeyEnrolment passkeys, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var name = errors.OptionalText("name", request.Name, 100);
        var credential = errors.Credential(request.Credential);
        return errors.None
            ? Answer(await passkeys.FinishAsync(caller.UserId, caller.SessionId, name, credential!, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Ok<RecoveryCodesResponse>> CreateRecoveryCodesAsync(IFactorService factors, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new RecoveryCodesResponse(await factors.CreateRecoveryCodesAsync(caller.UserId, caller.Actor, ct)));

    private static async Task<Results<NoContent, ProblemResult>> RenameAsync(
        Guid id, RenameRequest request, IFactorService factors, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Text("name", request.Name, 100) is not { } name)
            return Problems.From(errors);
        return await factors.RenameAsync(caller.UserId, id, name, caller.Actor, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(Guid id, IFactorService factors, Caller caller, CancellationToken ct) =>
        await factors.RemoveAsync(caller.UserId, id, caller.Actor, ct) is { } error ? Problems.From(error) : TypedResults.NoContent();

    private static Results<Created<FactorResponse>, ProblemResult> Answer(FactorResult result) => result switch
    {
        FactorResult.Added(var factor) => TypedResults.Created($"/v1/auth/factors/{factor.Id}", factor.ToResponse()),
        FactorResult.Failed(var error) => Problems.From(error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
