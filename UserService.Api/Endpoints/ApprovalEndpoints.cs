using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Mfa.Approvals;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/auth/approvals</c>: consent to one operation, which the service that does it redeems over gRPC.</summary>
internal static class ApprovalEndpoints
{
    public static void MapApprovals(this IEndpointRouteBuilder app)
    {
        var approvals = app.MapGroup("/v1/auth/approvals").WithTags("Approvals").RequireAuthorization();
        approvals.MapPost("", AskAsync).WithName("AskForApproval").WithSummary("Asks for an approval of one operation with one payload");
        approvals.MapGet("/{id:guid}", GetAsync).WithName("GetApproval").WithSummary("Where an approval is");
        approvals.MapPost("/{id:guid}/send", SendAsync).WithName("SendApprovalCode").WithSummary("Sends the code of a method that needs one");
        approvals.MapPost("/{id:guid}/passkey/options", PasskeyAsync).WithName("StartApprovalPasskey").WithSummary("Options to approve with a passkey");
        approvals.MapPost("/{id:guid}/verify", VerifyAsync).WithName("Approve").WithSummary("Approves with a factor or the transaction PIN");
    }

    private static async Task<Results<Created<ApprovalResponse>, ProblemResult>> AskAsync(
        ApprovalRequest request, IApprovalService approvals, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var operation = errors.Operation(request.Operation);
        var hash = errors.PayloadHash(request.PayloadHash);
        if (!errors.None)
            return Problems.From(errors);
        return await approvals.AskAsync(caller.UserId, caller.SessionId, operation!, hash!, caller.Actor, ct) switch
        {
            ApprovalResult.Done(var approval) => TypedResults.Created($"/v1/auth/approvals/{approval.Id}", approval.ToResponse()),
            ApprovalResult.Failed(var error) => Problems.From(error),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<Results<Ok<ApprovalResponse>, ProblemResult>> GetAsync(Guid id, IApprovalService approvals, Caller caller, CancellationToken ct) =>
        Answer(await approvals.GetAsync(caller.UserId, id, ct));

    private static async Task<Results<Accepted, ProblemResult>> SendAsync(
        Guid id, SendCodeRequest request, IApprovalService approvals, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Text("method", request.Method, 30) is not { } method)
            return Problems.From(errors);
        return await approvals.SendCodeAsync(caller.UserId, id, method, ct) is { } error ? Problems.From(error) : TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<Ok<PasskeyOptionsResponse>, ProblemResult>> PasskeyAsync(
        Guid id, IApprovalService approvals, Caller caller, CancellationToken ct) =>
        await approvals.StartPasskeyAsync(caller.UserId, id, ct) switch
        {
            ApprovalPasskeyResult.Started(var challenge, var options) => TypedResults.Ok(FactorContracts.ToOptions(options, challenge)),
            ApprovalPasskeyResult.Failed(var error) => Problems.From(error),
            _ => throw new UnreachableException(),
        };

    private static async Task<Results<Ok<ApprovalResponse>, ProblemResult>> VerifyAsync(
        Guid id, FactorProofRequest request, IApprovalService approvals, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return request.ToProof(errors) is { } proof
            ? Answer(await approvals.ApproveAsync(caller.UserId, id, proof, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static Results<Ok<ApprovalResponse>, ProblemResult> Answer(ApprovalResult result) => result switch
    {
        ApprovalResult.Done(var approval) => TypedResults.Ok(approval.ToResponse()),
        ApprovalResult.Failed(var error) => Problems.From(error),
        _ => throw new UnreachableException(),
    };
}
