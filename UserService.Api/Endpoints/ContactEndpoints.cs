using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Accounts;
using UserService.Core.Accounts.Contacts;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/profile/email|phone</c>: replacing the contacts of an account, and undoing it from the old one.</summary>
internal static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder app)
    {
        var contacts = app.MapGroup("/v1/profile").WithTags("Profile").RequireAuthorization();
        contacts.MapPost("/email", ChangeEmailAsync).RequireRecentAal2().WithName("ChangeEmail").WithSummary("Sends a code to a new e-mail address");
        contacts.MapPost("/phone", ChangePhoneAsync).RequireRecentAal2().WithName("ChangePhone").WithSummary("Sends a code to a new telephone number");
        contacts.MapPost("/contact-changes/verify", VerifyAsync).RequireRecentAal2().WithName("VerifyContact")
            .WithSummary("Takes a new contact over and tells the old one");
        app.MapPost("/v1/auth/contact-changes/undo", UndoAsync).WithTags("Profile").WithName("UndoContactChange")
            .WithSummary("Puts the old contact back, from the link that it was sent, and ends every session");
    }

    private static async Task<Results<Accepted<ContactChangeResponse>, ProblemResult>> ChangeEmailAsync(
        ChangeEmailRequest request, IContactService contacts, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Parse<EmailAddress>("email", request.Email, EmailAddress.TryCreate, "Not an e-mail address.") is { } email
            ? Answer(await contacts.ChangeEmailAsync(caller.UserId, email, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Accepted<ContactChangeResponse>, ProblemResult>> ChangePhoneAsync(
        ChangePhoneRequest request, IContactService contacts, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Parse<PhoneNumber>("phoneNumber", request.PhoneNumber, InternationalNumber, "Not a telephone number in international notation.") is { } phone
            ? Answer(await contacts.ChangePhoneAsync(caller.UserId, phone, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Results<NoContent, ProblemResult>> VerifyAsync(
        VerifyContactRequest request, IContactService contacts, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var changeId = errors.Required("changeId", request.ChangeId);
        var code = errors.Text("code", request.Code, 64);
        return errors.None ? Answer(await contacts.VerifyAsync(caller.UserId, changeId, code!, caller.Actor, ct)) : Problems.From(errors);
    }

    private static async Task<Results<NoContent, ProblemResult>> UndoAsync(LinkRequest request, IContactService contacts, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Text("token", request.Token, 100) is { } token
            ? Answer(await contacts.UndoAsync(token, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static bool InternationalNumber(string? raw, out PhoneNumber? phone) => PhoneNumber.TryCreate(raw, country: null, out phone);

    private static Results<NoContent, ProblemResult> Answer(Error? error) => error is null ? TypedResults.NoContent() : Problems.From(error);

    private static Results<Accepted<ContactChangeResponse>, ProblemResult> Answer(ContactChangeResult result) => result switch
    {
        ContactChangeResult.Accepted accepted => TypedResults.Accepted((string?)null, accepted.ToResponse()),
        ContactChangeResult.Failed(var error) => Problems.From(error),
        _ => throw new UnreachableException(),
    };
}
