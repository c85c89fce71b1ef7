using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Kyc.Checks;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Profiles;

/// <inheritdoc cref="IProfileService"/>
internal sealed class ProfileService(
    UserDbContext db, IUserRepository users, IProfileReader reader, UserKeys keys, ProfileCompleteness completeness, IOptions<ProfileOptions> options, TimeProvider time) : IProfileService
{
    private static readonly Error NamesLocked = new("names_locked", ErrorKind.Conflict, "The names are those of an identity that is verified or being verified; ask the bank to change them.");

    public async Task<ProfileGaps?> FindGapsAsync(Guid userId, CancellationToken ct) => await reader.FindAsync(userId, ct) is { } profile ? completeness.Of(profile) : null;

    public async Task<ProfileUpdateResult> UpdateAsync(Guid userId, ExpectedRevision expected, ProfileChange change, DetailsChange details, Actor actor, CancellationToken ct)
    {
        // Names take turns with checks that compare them: either the check sees the new names, or the change the check.
        var refused = change.MayChangeNames
            ? await db.InTransactionAsync(Turns.OfUser(userId), stop => ChangeAsync(userId, expected, change, details, actor, stop), keeps: static refused => refused is null, ct)
            : await ChangeAsync(userId, expected, change, details, actor, ct);
        if (refused is not null)
            return refused;
        return await reader.FindAsync(userId, ct) is { } profile
            ? new ProfileUpdateResult.Updated(profile)
            : new ProfileUpdateResult.Failed(CommonErrors.NotFound);
    }

    // Null where all is done.
    private async Task<ProfileUpdateResult?> ChangeAsync(Guid userId, ExpectedRevision expected, ProfileChange change, DetailsChange details, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { Status: not UserStatus.Erased } user)
            return new ProfileUpdateResult.Failed(CommonErrors.NotFound);
        if (!expected.Allows(user.ProfileRevision))
            return new ProfileUpdateResult.Failed(CommonErrors.PreconditionFailed);
        var row = await db.ProfileDetails.SingleOrDefaultAsync(d => d.UserId == userId, ct);
        var key = await keys.GetAsync(userId, ct);
        var current = row is null ? PersonalDetails.None : DetailsCipher.Reveal(key, row);
        var errors = new FieldErrors();
        var wanted = DetailsRules.Apply(details, current, user.Country, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), options.Value.MinimumAge, errors);
        if (!errors.None)
            return new ProfileUpdateResult.Invalid(errors);
        var before = ProfileSnapshot.Of(user, current);
        if (change.ChangesNames(user.FirstName, user.MiddleName, user.LastName) && await AreComparedAsync(userId, ct))
            return new ProfileUpdateResult.Failed(NamesLocked);
        if ((user.NamesVerifiedAt is not null && current.DateOfBirth is not null && wanted.DateOfBirth != current.DateOfBirth) || !user.TryChangeProfile(change))
            return new ProfileUpdateResult.Failed(NamesLocked); // who verified the names verified the date of birth with them
        var after = ProfileSnapshot.Of(user, wanted);
        if (ProfileSnapshot.Changed(before, after) is not { Count: > 0 } fields)
            return null;
        row ??= Add(userId);
        DetailsCipher.Protect(key, row, current, wanted);
        Stage(user, fields, ProfileSnapshot.Describe(key, fields, before, after), actor);
        return await TrySaveAsync(ct) ? null : new ProfileUpdateResult.Failed(CommonErrors.PreconditionFailed); // lost a race between reading and writing
    }

    // Who has proven to be somebody cannot become somebody else before the case is handed in. A check that failed binds nobody: perhaps the names were wrong.
    private Task<bool> AreComparedAsync(Guid userId, CancellationToken ct) =>
        db.KycChecks.AnyAsync(c => c.UserId == userId && c.State != KycCheckState.Failed, ct);

    private ProfileDetails Add(Guid userId) => db.ProfileDetails.Add(ProfileDetails.Of(userId)).Entity;

    private void Stage(User user, List<string> fields, string digests, Actor actor)
    {
        var now = time.GetUtcNow();
        user.CountProfileChange(now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ProfileUpdated, user.Id, actor, digests, now));
        db.Raise(new UserProfileUpdated(user.Id, fields, user.ProfileRevision), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, user.Id));
    }

    private async Task<bool> TrySaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation, ConstraintName: "pk_profile_details" })
        {
            return false; // of two first changes at once, the second
        }
    }
}
