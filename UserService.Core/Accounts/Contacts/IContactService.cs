using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Accounts.Contacts;

/// <summary>Replaces an account's e-mail address or telephone number, or adds the one that it lacks. Callers ask for a recent second factor first.</summary>
public interface IContactService
{
    /// <summary>Sends a code to the new address. The answer is the same when another account has it.</summary>
    Task<ContactChangeResult> ChangeEmailAsync(Guid userId, EmailAddress email, Actor actor, CancellationToken ct);

    /// <summary>Sends a code to the new number. The answer is the same when another account has it.</summary>
    Task<ContactChangeResult> ChangePhoneAsync(Guid userId, PhoneNumber phone, Actor actor, CancellationToken ct);

    /// <summary>Takes the new contact over when its code is right, and tells the old one, with a link to undo it; where there was none, the account's other contact.</summary>
    Task<Error?> VerifyAsync(Guid userId, Guid changeId, string code, Actor actor, CancellationToken ct);

    /// <summary>From that link: puts the old contact back, or takes the added one away, and ends every session. Works once, for 72 hours.</summary>
    Task<Error?> UndoAsync(string token, Actor actor, CancellationToken ct);
}

/// <summary>How asking for a change ended.</summary>
public abstract record ContactChangeResult
{
    public sealed record Accepted(Guid ChangeId, string Channel, DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter) : ContactChangeResult;

    public sealed record Failed(Error Error) : ContactChangeResult;
}
