using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Preferences.Inbox;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/notifications</c>: what the caller was told of.</summary>
internal static class InboxEndpoints
{
    public static void MapInbox(this IEndpointRouteBuilder app)
    {
        var notices = app.MapGroup("/v1/notifications").WithTags("Notifications").RequireAuthorization();
        notices.MapGet("", ListAsync).WithName("ListNotifications").WithSummary("The caller's notices, the newest first, and how many are unread");
        notices.MapPost("/{id:guid}/read", ReadAsync).WithName("ReadNotification").WithSummary("Marks a notice as read");
        notices.MapPost("/read-all", ReadAllAsync).WithName("ReadAllNotifications").WithSummary("Marks every notice as read");
    }

    private static async Task<Results<Ok<NoticesResponse>, ProblemResult>> ListAsync(
        bool? unread, string? cursor, int? limit, IInbox inbox, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var before = errors.Read("cursor", cursor);
        var count = errors.Limit(limit, standard: 20, max: 100);
        if (!errors.None)
            return Problems.From(errors);
        var page = await inbox.ListAsync(caller.UserId, unread ?? false, before, count, ct);
        return TypedResults.Ok(new NoticesResponse([.. page.Items.Select(i => i.ToResponse())], Cursors.After(page.Items, count, i => i.Id), page.Unread));
    }

    private static async Task<Results<NoContent, ProblemResult>> ReadAsync(Guid id, IInbox inbox, Caller caller, CancellationToken ct) =>
        await inbox.MarkReadAsync(caller.UserId, id, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);

    private static async Task<Ok<MarkedReadResponse>> ReadAllAsync(IInbox inbox, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new MarkedReadResponse(await inbox.MarkAllReadAsync(caller.UserId, ct)));
}
