using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Mfa;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Accounts.Contacts;

/// <inheritdoc cref="IContactService"/>
internal sealed class ContactService(UserDbContext db, IUserRepository users, CodeSender sender, OneTimeCodes codes, ContactSwap swap, TimeProvider time) : IContactService
{
    private static readonly Error Same = new("contact_unchanged", ErrorKind.Conflict, "This is the account's contact already.");

    public async Task<ContactChangeResult> ChangeEmailAsync(Guid userId, EmailAddress email, Actor actor, CancellationToken ct) =>
        await users.FindByIdAsync(userId, ct) is not { } user ? new ContactChangeResult.Failed(CommonErrors.NotFound)
        : user.Email == email.Value ? new ContactChangeResult.Failed(Same)
        : await SendAsync(user, CodePurpose.EmailChange, CodeChannel.Email, email.Value, await users.FindByEmailAsync(email, ct) is not null, actor, ct);

    public async Task<ContactChangeResult> ChangePhoneAsync(Guid userId, PhoneNumber phone, Actor actor, CancellationToken ct) =>
        await users.FindByIdAsync(userId, ct) is not { } user ? new ContactChangeResult.Failed(CommonErrors.NotFound)
        : user.PhoneNumber == phone.Value && user.PhoneVerifiedAt is not null ? new ContactChangeResult.Failed(Same)
        : await SendAsync(user, CodePurpose.PhoneChange, CodeChannel.Sms, phone.Value, await users.FindByPhoneAsync(phone, ct) is not null, actor, ct);

    public async Task<Error?> VerifyAsync(Guid userId, Guid changeId, string code, Actor actor, CancellationToken ct)
    {
        var purpose = await db.CodeChallenges.Where(c => c.Id == changeId && c.UserId == userId).Select(c => (CodePurpose?)c.Purpose).SingleOrDefaultAsync(ct);
        if (purpose is not (CodePurpose.EmailChange or CodePurpose.PhoneChange))
            return MfaErrors.ChallengeGone;
        return await codes.CheckAsync(changeId, purpose.Value, code, ct) switch
        {
            CheckCodeResult.Right(var challenge) => await swap.ApplyAsync(challenge, await codes.AddressOfAsync(challenge, ct), actor, ct),
            CheckCodeResult.Wrong => MfaErrors.InvalidCode,
            _ => MfaErrors.ChallengeGone,
        };
    }

    public Task<Error?> UndoAsync(string token, Actor actor, CancellationToken ct) => swap.UndoAsync(token, actor, ct);

    // A taken contact gets a code that nobody is sent: whose it is stays unsaid, and only its owner could prove it anyway.
    private async Task<ContactChangeResult> SendAsync(
        User user, CodePurpose purpose, CodeChannel channel, string address, bool taken, Actor actor, CancellationToken ct)
    {
        if (await sender.AdmitNewContactAsync(user.Id, channel, address, ct) is { } error)
            return new ContactChangeResult.Failed(error);
        var now = time.GetUtcNow();
        var challenge = new NewChallenge(Guid.CreateVersion7(now), user.Id, purpose, channel, address);
        var issued = taken ? (await codes.IssueAsync(challenge, ct)).Challenge : await sender.SendAsync(challenge, TemplateNames.ContactChangeCode, user, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ContactChangeAsked, user.Id, actor, reason: null, now));
        await db.SaveChangesAsync(ct);
        return new ContactChangeResult.Accepted(issued.Id, channel is CodeChannel.Sms ? "sms" : "email", issued.ExpiresAt, issued.ResendAfter);
    }
}
