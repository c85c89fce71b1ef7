using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Preferences.Consents;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/settings/consents</c>: what the caller consents to.</summary>
internal static class ConsentEndpoints
{
    private static readonly string[] Decisions = ["granted", "withdrawn"];

    public static void MapConsents(this IEndpointRouteBuilder app)
    {
        var consents = app.MapGroup("/v1/settings/consents").WithTags("Settings").RequireAuthorization();
        consents.MapGet("", ListAsync).WithName("ListConsents").WithSummary("Where the caller stands on each purpose");
        consents.MapPost("", DecideAsync).WithName("DecideConsent").WithSummary("Grants or withdraws a consent");
        consents.MapGet("/history", HistoryAsync).WithName("ListConsentHistory").WithSummary("Every decision of the caller, the newest first");
    }

    private static async Task<Ok<ListResponse<ConsentResponse>>> ListAsync(IConsents consents, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new ListResponse<ConsentResponse>([.. (await consents.ListAsync(caller.UserId, ct)).Select(c => c.ToResponse())]));

    private static async Task<Results<NoContent, ProblemResult>> DecideAsync(ConsentRequest request, IConsents consents, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var purpose = errors.Text("purpose", request.Purpose, 40);
        var version = errors.Text("version", request.Version, 40);
        var decision = errors.OneOf("decision", request.Decision, Decisions);
        if (!errors.None)
            return Problems.From(errors);
        return await consents.DecideAsync(caller.UserId, purpose!, version!, decision == "granted", caller.Actor, ct) is { } error
            ? Problems.From(error)
            : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<PageResponse<ConsentDecisionResponse>>, ProblemResult>> HistoryAsync(
        string? cursor, int? limit, IConsents consents, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var before = errors.Read("cursor", cursor);
        var count = errors.Limit(limit, standard: 20, max: 100);
        if (!errors.None)
            return Problems.From(errors);
        var page = await consents.HistoryAsync(caller.UserId, before, count, ct);
        return TypedResults.Ok(new PageResponse<ConsentDecisionResponse>([.. page.Select(c => c.ToResponse())], Cursors.After(page, count, c => c.Id)));
    }
}
