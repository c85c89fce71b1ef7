using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Admin;
using UserService.Core.Admin.Customers;
using UserService.Core.Admin.Notes;
using UserService.Core.Admin.Roles;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints.Admin;

/// <summary><c>/v1/admin/users</c>: what one member of staff sees and does alone.</summary>
internal static class AdminCustomerEndpoints
{
    public static void MapAdminCustomers(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/v1/admin/users").WithTags("Administration").RequireAuthorization();
        users.MapPost("/search", SearchAsync).RequirePermission(Permissions.SearchUsers).NeverRemembers().WithName("SearchUsers").WithSummary("Finds customers, contacts masked");
        users.MapGet("/{id:guid}", GetAsync).RequirePermission(Permissions.ViewUsers).WithName("GetUser").WithSummary("An account, contacts masked");
        users.MapPost("/{id:guid}/unmask", UnmaskAsync).RequirePermission(Permissions.UnmaskUsers).RequireRecentAal2().NeverRemembers().WithName("UnmaskUser")
            .WithSummary("Fields of an account in clear, for a reason that is recorded");
        users.MapPost("/{id:guid}/suspend", SuspendAsync).RequirePermission(Permissions.SuspendUsers).WithName("SuspendUser")
            .WithSummary("Stops an account at once and ends its sessions");
        users.MapPost("/{id:guid}/unlock", UnlockAsync).RequirePermission(Permissions.UnlockUsers).WithName("UnlockUser")
            .WithSummary("Forgets the failed sign-ins of an account");
        users.MapPost("/{id:guid}/logout", LogOutAsync).RequirePermission(Permissions.LogOutUsers).WithName("LogOutUser").WithSummary("Ends every session of an account");
        users.MapGet("/{id:guid}/notes", ListNotesAsync).RequirePermission(Permissions.ReadNotes).WithName("ListNotes").WithSummary("Notes about a customer, the newest first");
        users.MapPost("/{id:guid}/notes", WriteNoteAsync).RequirePermission(Permissions.WriteNotes).WithName("WriteNote").WithSummary("Writes a note about a customer");
    }

    private static async Task<Results<Ok<CustomerSearchResponse>, ProblemResult>> SearchAsync(
        CustomerSearchRequest request, int? limit, ICustomerSearch customers, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var by = errors.OneOf("by", request.By, CustomerQuery.Kinds);
        var value = errors.Text("value", request.Value, 300);
        var count = errors.Limit(limit, standard: 20, max: 50);
        if (!errors.None)
            return Problems.From(errors);
        return await customers.FindAsync(new CustomerQuery(by!, value!), count, await caller.AsStaffAsync(permissions, ct), ct) switch
        {
            CustomerSearchResult.Found(var found, var more) => TypedResults.Ok(new CustomerSearchResponse(found, more)),
            CustomerSearchResult.Failed(var error) => Problems.From(error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<Ok<CustomerResponse>, ProblemResult>> GetAsync(
        Guid id, ICustomerSearch customers, IStaffPermissions permissions, Caller caller, CancellationToken ct) =>
        await customers.GetAsync(id, await caller.AsStaffAsync(permissions, ct), ct) is { } customer
            ? TypedResults.Ok(customer.ToResponse())
            : Problems.From(CommonErrors.NotFound);

    private static async Task<Results<Ok<UnmaskResponse>, ProblemResult>> UnmaskAsync(
        Guid id, UnmaskRequest request, ICustomerSearch customers, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (request.Fields is not { Count: > 0 and <= 20 } fields || fields.Any(f => !CustomerFields.All.Contains(f)))
            errors.Add("fields", $"One or more of {string.Join(", ", CustomerFields.All)} are needed.");
        var reason = errors.Reason("reason", request.Reason);
        if (!errors.None)
            return Problems.From(errors);
        return await customers.UnmaskAsync(id, request.Fields!, reason!, await caller.AsStaffAsync(permissions, ct), ct) is { } values
            ? TypedResults.Ok(new UnmaskResponse(values))
            : Problems.From(CommonErrors.NotFound);
    }

    private static async Task<Results<NoContent, ProblemResult>> SuspendAsync(
        Guid id, ReasonRequest request, ICustomerControl control, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Reason("reason", request.Reason) is { } reason
            ? Answer(await control.SuspendAsync(id, reason, await caller.AsStaffAsync(permissions, ct), ct))
            : Problems.From(errors);
    }

    private static async Task<Results<NoContent, ProblemResult>> UnlockAsync(
        Guid id, ReasonRequest request, ICustomerControl control, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Reason("reason", request.Reason) is { } reason
            ? Answer(await control.UnlockAsync(id, reason, await caller.AsStaffAsync(permissions, ct), ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Ok<RevokedResponse>, ProblemResult>> LogOutAsync(
        Guid id, ReasonRequest request, ICustomerControl control, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Reason("reason", request.Reason) is not { } reason)
            return Problems.From(errors);
        return await control.LogOutAsync(id, reason, await caller.AsStaffAsync(permissions, ct), ct) is { } ended
            ? TypedResults.Ok(new RevokedResponse(ended))
            : Problems.From(CommonErrors.NotFound);
    }

    private static async Task<Results<Ok<PageResponse<NoteResponse>>, ProblemResult>> ListNotesAsync(
        Guid id, string? cursor, int? limit, INoteService notes, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var before = errors.Read("cursor", cursor);
        var count = errors.Limit(limit, standard: 20, max: 100);
        if (!errors.None)
            return Problems.From(errors);
        return await notes.ListAsync(id, before, count, await caller.AsStaffAsync(permissions, ct), ct) is { } page
            ? TypedResults.Ok(new PageResponse<NoteResponse>([.. page.Select(ToResponse)], Cursors.After(page, count, n => n.Id)))
            : Problems.From(CommonErrors.NotFound);
    }

    private static async Task<Results<Created<NoteResponse>, ProblemResult>> WriteNoteAsync(
        Guid id, NoteRequest request, INoteService notes, IStaffPermissions permissions, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Text("text", request.Text, 4000) is not { } text)
            return Problems.From(errors);
        return await notes.WriteAsync(id, text, await caller.AsStaffAsync(permissions, ct), ct) is { } note
            ? TypedResults.Created((string?)null, ToResponse(note))
            : Problems.From(CommonErrors.NotFound);
    }

    private static NoteResponse ToResponse(NoteView note) => new(note.Id, note.AuthorId, note.Text, note.CreatedAt);

    private static Results<NoContent, ProblemResult> Answer(Error? error) => error is null ? TypedResults.NoContent() : Problems.From(error);
}
