using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Admin;
using UserService.Core.Admin.Requests;
using UserService.Core.Admin.Roles;
using UserService.Core.Errors;
using UserService.Core.Kyc;

namespace UserService.Api.Endpoints.Admin;

/// <summary><c>/v1/admin/kyc</c> and <c>/v1/admin/limits</c>: what compliance decides on.</summary>
internal static class AdminReviewEndpoints
{
    public static void MapAdminReviews(this IEndpointRouteBuilder app)
    {
        var cases = app.MapGroup("/v1/admin/kyc/cases").WithTags("Administration").RequireAuthorization().RequirePermission(Permissions.ReviewKyc);
        cases.MapGet("", ListAsync).WithName("ListCases").WithSummary("KYC cases that need a person, the longest waiting first");
        cases.MapGet("/{id:guid}", GetAsync).WithName("GetCase").WithSummary("A case with its checks, numbers masked");
        cases.MapPost("/{id:guid}/approve", ApproveAsync).WithName("AskToApproveCase").WithSummary("Asks a second person to grant the tier of a case");
        cases.MapPost("/{id:guid}/reject", RejectAsync).WithName("RejectCase").WithSummary("Refuses a case, in words for the customer");

        var limits = app.MapGroup("/v1/admin/limits").WithTags("Administration").RequireAuthorization().RequirePermission(Permissions.ManageLimits);
        limits.MapGet("", ListRulesAsync).WithName("ListTierRules").WithSummary("What each tier of a country allows and needs, past and future");
        limits.MapPost("", SetRuleAsync).WithName("AskToSetTierRule").WithSummary("Asks a second person to put another rule for a tier in force");
    }

    private static async Task<Results<Ok<PageResponse<KycCaseItem>>, ProblemResult>> ListAsync(string? cursor, int? limit, IKycReviewService reviews, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var count = errors.Limit(limit, standard: 20, max: 100);
        if (!errors.None)
            return Problems.From(errors);
        var page = await reviews.ListAsync(cursor, count, ct);
        return TypedResults.Ok(new PageResponse<KycCaseItem>(page.Items, page.Next));
    }

    private static async Task<Results<Ok<CaseResponse>, ProblemResult>> GetAsync(Guid id, IKycReviewService reviews, Caller caller, CancellationToken ct) =>
        await reviews.GetAsync(id, unmask: false, caller.Actor with { Type = "staff" }, ct) is { } found
            ? TypedResults.Ok(found.ToResponse())
            : Problems.From(CommonErrors.NotFound);

    private static async Task<Results<Accepted<RequestResponse>, ProblemResult>> ApproveAsync(
        Guid id, ReasonRequest request, IKycReviewService reviews, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Reason("reason", request.Reason) is not { } reason)
            return Problems.From(errors);
        var staff = await caller.AsStaffAsync(permissions, ct);
        if (await reviews.GetAsync(id, unmask: false, staff.Actor, ct) is not { } found)
            return Problems.From(CommonErrors.NotFound);
        var details = new Dictionary<string, string> { ["caseId"] = id.ToString() };
        return Answer(await requests.AskAsync(RequestKinds.ApproveKyc, found.UserId, details, reason, staff, ct));
    }

    private static async Task<Results<NoContent, ProblemResult>> RejectAsync(
        Guid id, RejectCaseRequest request, IKycReviewService reviews, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var code = errors.Text("code", request.Code, 40);
        var words = errors.Reason("words", request.Words);
        if (!errors.None)
            return Problems.From(errors);
        return await reviews.RejectAsync(id, code!, words!, caller.Actor with { Type = "staff" }, ct) is { } error ? Problems.From(error) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ListResponse<TierRuleView>>, ProblemResult>> ListRulesAsync(string? country, ILimitService limits, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Text("country", country, 2) is { } known
            ? TypedResults.Ok(new ListResponse<TierRuleView>(await limits.ListAsync(known, ct)))
            : Problems.From(errors);
    }

    private static async Task<Results<Accepted<RequestResponse>, ProblemResult>> SetRuleAsync(
        TierRuleRequest request, IRequestService requests, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var country = errors.Text("country", request.Country, 2);
        var currency = errors.Text("currency", request.Currency, 3);
        var requirements = request is { Tier: 0, Requirements.Count: 0 } ? [] : errors.Texts("requirements", request.Requirements, 60);

        // A member that was forgotten must not take a limit away.
        foreach (var (member, given) in new[] { ("single", request.HasSingle), ("daily", request.HasDaily), ("balance", request.HasBalance) })
        {
            if (!given)
                errors.Add(member, "Required; null for no limit.");
        }

        if (request.Tier is not (>= 0 and <= 3))
            errors.Add("tier", "0 to 3.");
        if (request.EffectiveFrom is null)
            errors.Add("effectiveFrom", "Required.");
        if (errors.Reason("reason", request.Reason) is not { } reason || !errors.None)
            return Problems.From(errors);
        var rule = new TierRuleProposal(
            country!, request.Tier!.Value, currency!, request.Single, request.Daily, request.Balance, requirements!, request.EffectiveFrom!.Value.ToUniversalTime());
        return Answer(await requests.AskToSetRuleAsync(rule, reason, await caller.AsStaffAsync(permissions, ct), ct));
    }

    private static Results<Accepted<RequestResponse>, ProblemResult> Answer(RequestResult result) => result switch
    {
        RequestResult.Asked(var request) => TypedResults.Accepted($"/v1/admin/requests/{request.Id}", request.ToResponse()),
        RequestResult.Failed(var error) => Problems.From(error),
        _ => throw new UnreachableException(),
    };
}
