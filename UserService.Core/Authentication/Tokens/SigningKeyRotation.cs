using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Authentication.Tokens;

/// <summary>Makes signing keys and retires old ones.</summary>
internal sealed class SigningKeyRotation(UserDbContext db, SystemKeys system, TimeProvider time)
{
    /// <summary>Makes the first key of a new database.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (await db.SigningKeys.AnyAsync(ct))
            return;
        var now = time.GetUtcNow();
        db.SigningKeys.Add(SigningKeyFactory.Make(await system.GetAsync(ct), activeFrom: now, now));
        await db.SaveChangesAsync(ct);
    }
}
