using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Sessions;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/auth/sessions</c>: where the caller is signed in.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/v1/auth/sessions").WithTags("Sessions").RequireAuthorization();
        sessions.MapGet("", ListAsync).WithName("ListSessions").WithSummary("The caller's live sessions, the newest first");
        sessions.MapPatch("/{id:guid}", RenameAsync).WithName("RenameSession").WithSummary("Names a session");
        sessions.MapDelete("/{id:guid}", RevokeAsync).WithName("RevokeSession").WithSummary("Ends a session everywhere within a second");
        sessions.MapPost("/revoke-others", RevokeOthersAsync).WithName("RevokeOtherSessions").WithSummary("Ends all sessions but the caller's own");
        sessions.MapPost("/revoke-all", RevokeAllAsync).WithName("RevokeAllSessions").WithSummary("Ends all sessions, the caller's own too");
    }

    private static async Task<Ok<ListResponse<SessionListItem>>> ListAsync(ISessionService sessions, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new ListResponse<SessionListItem>(
            [.. (await sessions.ListAsync(caller.UserId, ct)).Select(s => s.ToResponse(caller.SessionId))]));

    private static async Task<Results<NoContent, ProblemResult>> RenameAsync(
        Guid id, RenameRequest request, ISessionService sessions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Text("name", request.Name, 100) is not { } name)
            return Problems.From(errors);
        return await sessions.RenameAsync(caller.UserId, id, name, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
    }

    private static async Task<Results<NoContent, ProblemResult>> RevokeAsync(Guid id, ISessionService sessions, Caller caller, CancellationToken ct) =>
        await sessions.RevokeAsync(caller.UserId, id, caller.Actor, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);

    private static async Task<Ok<RevokedResponse>> RevokeOthersAsync(ISessionService sessions, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new RevokedResponse(await sessions.RevokeAllAsync(caller.UserId, caller.SessionId, caller.Actor, ct)));

    private static async Task<Ok<RevokedResponse>> RevokeAllAsync(ISessionService sessions, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new RevokedResponse(await sessions.RevokeAllAsync(caller.UserId, except: null, caller.Actor, ct)));
}
