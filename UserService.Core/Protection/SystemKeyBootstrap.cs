using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;

namespace UserService.Core.Protection;

/// <summary>Makes the service's own data key when a database is new.</summary>
internal sealed class SystemKeyBootstrap(UserDbContext db, IKeyVault vault, TimeProvider time)
{
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (await db.DataKeys.AsNoTracking().SingleOrDefaultAsync(k => k.SubjectId == null, ct) is { } existing)
        {
            // A wrong master key is told here, once, instead of by every host later.
            await vault.UnwrapAsync(existing.MasterKeyId, existing.Wrapped, existing.Id.ToString(), ct);
            return;
        }

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var wrapped = await vault.WrapAsync(RandomNumberGenerator.GetBytes(32), id.ToString(), ct);
        db.DataKeys.Add(DataKey.Of(id, subject: null, wrapped.MasterKeyId, wrapped.Bytes, now));
        await db.SaveChangesAsync(ct);
    }
}
