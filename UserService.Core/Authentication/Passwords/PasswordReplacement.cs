using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication.Passwords;

/// <summary>What change and reset have in common: policy and hash, the new credential, its event, audit entry and notice, all in the caller's unit of work.</summary>
internal sealed class PasswordReplacement(UserDbContext db, NewPasswords passwords, NotificationQueue notifications, SessionRevoker revoker, TimeProvider time)
{
    /// <summary>Puts the new hash and the end of all sessions but <paramref name="keep"/> into the unit of work, or says why not.</summary>
    public async Task<(PasswordResult? Refused, StagedRevocations? Ended)> StageAsync(User user, Password chosen, Guid? keep, Actor actor, CancellationToken ct)
    {
        var personal = PersonalWords.Of(user.Email, user.PhoneNumber is { } number ? PhoneNumber.FromStorage(number) : null, user.FirstName, user.LastName);
        var credential = await db.PasswordCredentials.SingleAsync(c => c.UserId == user.Id, ct);
        switch (await passwords.HashAsync(chosen, personal, credential.Hash, ct))
        {
            case NewPasswordResult.Refused(var reasons):
                return (new PasswordResult.Refused(reasons), null);
            case NewPasswordResult.Busy(var retryAfter):
                return (new PasswordResult.Failed(CommonErrors.Overloaded(retryAfter)), null);
            case NewPasswordResult.Hashed(var hash):
                return (null, await StoreAsync(user, credential, hash, keep, actor, ct));
            default:
                throw new UnreachableException();
        }
    }

    private async Task<StagedRevocations> StoreAsync(User user, PasswordCredential credential, string hash, Guid? keep, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var reset = keep is null;
        credential.Change(hash, now);
        db.AuditEntries.Add(AuditEntry.Of(reset ? AuditActions.PasswordReset : AuditActions.PasswordChanged, user.Id, actor, reason: null, now));
        db.Raise(new PasswordChanged(user.Id, reset), now);
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.PasswordChanged, ct);
        return await revoker.StageAllAsync(user.Id, s => s.Id != keep, reset ? RevocationReasons.PasswordReset : RevocationReasons.PasswordChanged, actor, ct);
    }
}
