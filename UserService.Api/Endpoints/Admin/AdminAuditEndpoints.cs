using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Admin;
using UserService.Core.Admin.Roles;
using UserService.Core.Audit.Queries;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints.Admin;

/// <summary><c>/v1/admin/audit</c>: the audit trail for those who audit.</summary>
internal static class AdminAuditEndpoints
{
    // A year of a large bank is read from the database, not from an API.
    private static readonly TimeSpan LongestExport = TimeSpan.FromDays(92);
    private static readonly string[] Formats = ["csv", "ndjson"];

    public static void MapAdminAudit(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/v1/admin/audit").WithTags("Administration").RequireAuthorization();
        audit.MapGet("", QueryAsync).RequirePermission(Permissions.ReadAudit).WithName("QueryAudit").WithSummary("Entries of the audit trail, the newest first")
            .WithDescription("`action` may end with an asterisk: `auth.*`. Times are RFC 3339; `from` is inclusive, `to` is not. Reading is an entry too.");
        audit.MapGet("/export", ExportAsync).RequirePermission(Permissions.ExportAudit).RequireRecentAal2().WithName("ExportAudit")
            .WithSummary("Entries of up to 92 days as CSV or as one JSON object per line, the oldest first")
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson");
    }

    private static async Task<Results<Ok<PageResponse<AuditEntryResponse>>, ProblemResult>> QueryAsync(
        [AsParameters] AuditParameters wanted, string? cursor, int? limit, IAuditTrail trail, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var filter = wanted.ToFilter(errors);
        var before = errors.Read("cursor", cursor);
        var count = errors.Limit(limit, standard: 50, max: 200);
        if (!errors.None)
            return Problems.From(errors);
        var page = await trail.QueryAsync(filter, before, count, await caller.AsStaffAsync(permissions, ct), ct);
        return TypedResults.Ok(new PageResponse<AuditEntryResponse>([.. page.Select(a => a.ToResponse())], Cursors.After(page, count, a => a.Id)));
    }

    private static async Task<IResult> ExportAsync(
        string? format, [AsParameters] AuditParameters wanted, IAuditTrail trail, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var filter = wanted.ToFilter(errors);
        var chosen = errors.OneOf("format", format ?? "csv", Formats);
        if (filter.From is null || filter.To is null || filter.To - filter.From > LongestExport)
            errors.Add("from", "Both from and to are needed, at most 92 days apart.");
        if (!errors.None)
            return Problems.From(errors);
        return new AuditExport(trail.ExportAsync(filter, await caller.AsStaffAsync(permissions, ct), ct), chosen == "csv");
    }
}

/// <summary>Which entries are wanted.</summary>
internal sealed record AuditParameters
{
    /// <summary>Whose account.</summary>
    [FromQuery(Name = "subject")]
    public Guid? Subject { get; init; }

    /// <summary>User or client id of who did it.</summary>
    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    /// <summary>An action, or its beginning with an asterisk.</summary>
    [FromQuery(Name = "action")]
    public string? Action { get; init; }

    /// <summary>Inclusive.</summary>
    [FromQuery(Name = "from")]
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    [FromQuery(Name = "to")]
    public DateTimeOffset? To { get; init; }

    public AuditFilter ToFilter(FieldErrors errors)
    {
        if (Actor is { } actor && (actor.Length is 0 or > 100 || actor.Contains('\0', StringComparison.Ordinal)))
            errors.Add("actor", "1 to 100 characters are needed.");
        if (Action is { } action && (action.Length is 0 or > 60 || !action.All(c => char.IsAsciiLetterLower(c) || c is '.' or '_' or '*')))
            errors.Add("action", "Not the name of an action, or its beginning with an asterisk.");
        return new AuditFilter(Subject, Actor, Action, From?.ToUniversalTime(), To?.ToUniversalTime());
    }
}
