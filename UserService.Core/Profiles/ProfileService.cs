using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Profiles;

/// <inheritdoc cref="IProfileService"/>
internal sealed class ProfileService(UserDbContext db, IUserRepository users, IProfileReader reader, TimeProvider time) : IProfileService
{
    public async Task<ProfileUpdateResult> UpdateAsync(Guid userId, int revision, ProfileChange change, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { Status: not UserStatus.Erased } user)
            return new ProfileUpdateResult.Failed(CommonErrors.NotFound);
        if (user.ProfileRevision != revision)
            return new ProfileUpdateResult.Failed(CommonErrors.PreconditionFailed);
        var now = time.GetUtcNow();
        if (user.ChangeProfile(change, now))
        {
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.ProfileUpdated, userId, actor, string.Join(' ', change.Fields), now));
            db.Raise(new UserProfileUpdated(userId, change.Fields, user.ProfileRevision), now);
            db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, userId));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new ProfileUpdateResult.Failed(CommonErrors.PreconditionFailed); // lost a race between reading and writing
            }
        }

        return await reader.FindAsync(userId, ct) is { } profile
            ? new ProfileUpdateResult.Updated(profile)
            : new ProfileUpdateResult.Failed(CommonErrors.NotFound);
    }
}
//// Users placeholder
