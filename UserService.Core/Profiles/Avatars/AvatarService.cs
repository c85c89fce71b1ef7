using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Storage;

namespace UserService.Core.Profiles.Avatars;

/// <inheritdoc cref="IAvatarService"/>
internal sealed class AvatarService(UserDbContext db, IUserRepository users, AvatarImages images, UserFiles files, IOptions<StorageOptions> options, TimeProvider time) : IAvatarService
{
    public async Task<AvatarResult> ReplaceAsync(Guid userId, ReadOnlyMemory<byte> image, Actor actor, CancellationToken ct)
    {
        var drawing = await images.DrawAsync(image, ct);
        if (drawing is AvatarDrawing.Refused(var error))
            return new AvatarResult.Refused(error);
        var file = await files.UploadAsync(userId, FilePurposes.Avatar, AvatarImages.ContentType, ((AvatarDrawing.Drawn)drawing).Parts, ct);
        if (await users.FindByIdAsync(userId, ct) is not { Status: not UserStatus.Erased } user)
            return new AvatarResult.Refused(CommonErrors.NotFound); // the pending file is the Worker's
        file.Keep();
        await StageAsync(user, file.Id, actor, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException or { InnerException: Npgsql.PostgresException { ConstraintName: "pk_profile_details" } })
        {
            return new AvatarResult.Refused(AvatarErrors.ChangedMeanwhile); // the pending file is the Worker's
        }

        return new AvatarResult.Replaced(await ViewAsync(file, ct));
    }

    public async Task<AvatarView?> FindAsync(Guid userId, CancellationToken ct)
    {
        var id = await db.ProfileDetails.Where(d => d.UserId == userId).Select(d => d.AvatarId).SingleOrDefaultAsync(ct);
        return id is not null && await files.FindAsync(userId, id.Value, ct) is { } file ? await ViewAsync(file, ct) : null;
    }

    public async Task<bool> RemoveAsync(Guid userId, Actor actor, CancellationToken ct)
    {
        if (!await db.ProfileDetails.AnyAsync(d => d.UserId == userId && d.AvatarId != null, ct) || await users.FindByIdAsync(userId, ct) is not { } user)
            return false;
        await StageAsync(user, fileId: null, actor, ct);
        await db.SaveChangesAsync(ct);
        return true;
    }

    private async Task StageAsync(User user, Guid? fileId, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var details = await db.ProfileDetails.SingleOrDefaultAsync(d => d.UserId == user.Id, ct) ?? db.ProfileDetails.Add(ProfileDetails.Of(user.Id)).Entity;
        if (details.ReplaceAvatar(fileId) is { } old)
            await files.DiscardAsync(old, ct);
        user.CountProfileChange(now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ProfileUpdated, user.Id, actor, "avatar", now));
        db.Raise(new UserProfileUpdated(user.Id, ["avatar"], user.ProfileRevision), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, user.Id));
    }

    private async Task<AvatarView> ViewAsync(StoredFile file, CancellationToken ct)
    {
        var until = time.GetUtcNow() + options.Value.LinkLifetime;
        var sizes = new List<AvatarSize>();
        foreach (var pixels in AvatarImages.Sizes)
            sizes.Add(new AvatarSize(pixels, await files.LinkAsync(file, AvatarImages.PartOf(pixels), until, ct)));
        return new AvatarView(sizes, until);
    }
}
