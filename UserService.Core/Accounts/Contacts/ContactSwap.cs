using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Accounts.Links;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Mfa;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Protection;
using UserService.Core.Sessions;

namespace UserService.Core.Accounts.Contacts;

/// <summary>Puts a proven contact in the place of the old one or of none, and back again from the link that the old one, or the account's other contact, was sent.</summary>
internal sealed class ContactSwap(
    UserDbContext db, SystemKeys keys, NotificationQueue notifications, SessionRevoker revoker, IOptions<LinkOptions> links, TimeProvider time)
{
    private const string LinkPurpose = "undo-contact-change";
    private const string Purpose = "contact-change";

    private static readonly Error BadLink = new("invalid_link", ErrorKind.Gone, "The link was used or is not valid any more; call the bank.");
    private static readonly Error Taken = new("contact_taken", ErrorKind.Conflict, "The contact belongs to another account by now.");

    public async Task<Error?> ApplyAsync(CodeChallenge challenge, string address, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var key = await keys.GetAsync(ct);
        var user = await db.Users.SingleAsync(u => u.Id == challenge.UserId, ct);
        var kind = challenge.Purpose is CodePurpose.EmailChange ? ContactKind.Email : ContactKind.Phone;
        var old = kind is ContactKind.Email ? user.Email : user.PhoneVerifiedAt is null ? null : user.PhoneNumber;
        var id = Guid.CreateVersion7(now);
        var undoUntil = now + links.Value.Lifetime;
        challenge.Consume(now);
        db.ContactChanges.Add(ContactChange.Of(id, user.Id, kind, old is null ? null : key.Protect(Encoding.UTF8.GetBytes(old), Purpose, id), undoUntil, now));
        var link = $"{links.Value.BaseUrl}/undo-contact-change?token={SignedLink.Make(key, LinkPurpose, id, undoUntil)}";
        if (old is not null)
            await TellOldAsync(user, kind, old, link, ct);
        else
            await TellOtherAsync(user, kind, address, link, ct);
        user.ReplaceContact(kind, address, now);
        Stage(user, kind, undone: false, actor, now);
        if (kind is ContactKind.Phone)
            db.Raise(new UserPhoneVerified(user.Id), now);
        else if (old is null)
            db.Raise(new UserEmailVerified(user.Id), now);
        return await SaveAsync(ct);
    }

    public async Task<Error?> UndoAsync(string token, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var key = await keys.GetAsync(ct);
        if (!SignedLink.TryRead(key, LinkPurpose, token, now, out var id)
            || await db.ContactChanges.SingleOrDefaultAsync(c => c.Id == id && c.UndoneAt == null, ct) is not { } change)
            return BadLink;
        var user = await db.Users.SingleAsync(u => u.Id == change.UserId, ct);
        if (change.OldProtected is { } old)
            user.ReplaceContact(change.Kind, Encoding.UTF8.GetString(key.Unprotect(old, Purpose, id)), now);
        else if (!user.TryRemoveContact(change.Kind, now))
            return BadLink;
        change.Undo(now);
        Stage(user, change.Kind, undone: true, actor, now);

        // Whoever changed it was signed in: all are signed out, and no device spares the second factor.
        foreach (var device in await db.Devices.Where(d => d.UserId == user.Id && d.RemovedAt == null).ToListAsync(ct))
            device.Distrust(now);
        var ended = await revoker.StageAllAsync(user.Id, _ => true, RevocationReasons.ContactChanged, actor, ct);
        if (await SaveAsync(ct) is { } error)
            return error == MfaErrors.ChallengeGone ? BadLink : error;
        ended.Committed();
        return null;
    }

    private Task TellOldAsync(User user, ContactKind kind, string old, string link, CancellationToken ct) => notifications.EnqueueAsync(
        new NewNotification(
            user.Id, kind is ContactKind.Email ? "email" : "sms", old, TemplateNames.ContactChanged, user.Locale,
            new Dictionary<string, string> { ["firstName"] = user.FirstName, ["link"] = link },
            links.Value.Lifetime),
        ct);

    // Before the contact is there: a notice of it must not go to it alone.
    private Task TellOtherAsync(User user, ContactKind kind, string added, string link, CancellationToken ct) => notifications.EnqueueSecurityNoticeAsync(
        user, TemplateNames.ContactAdded, ct, new Dictionary<string, string>
        {
            ["contact"] = kind is ContactKind.Email ? EmailAddress.FromStorage(added).Masked : PhoneNumber.FromStorage(added).Masked,
            ["link"] = link,
        });

    private void Stage(User user, ContactKind kind, bool undone, Actor actor, DateTimeOffset now)
    {
        db.AuditEntries.Add(AuditEntry.Of(undone ? AuditActions.ContactChangeUndone : AuditActions.ContactChanged, user.Id, actor, kind.ToString(), now));
        db.Raise(new UserContactChanged(user.Id, kind is ContactKind.Email ? "email" : "phone", undone), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, user.Id));
    }

    private async Task<Error?> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return MfaErrors.ChallengeGone; // the same code or link, used twice at once
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Taken;
        }
    }
}
