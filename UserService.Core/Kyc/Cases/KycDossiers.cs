using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Cases;

/// <summary>Reads dossiers, with what was added to the context and is not saved yet.</summary>
internal sealed class KycDossiers(UserDbContext db)
{
    /// <summary>Null where there is no such customer any more.</summary>
    public async Task<KycDossier?> FindAsync(Guid userId, CancellationToken ct)
    {
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == userId && u.Status != UserStatus.Erased, ct) is not { } user)
            return null;
        var checks = await db.KycChecks.Where(c => c.UserId == userId).OrderBy(c => c.CreatedAt).ThenBy(c => c.Attempt).ToListAsync(ct);
        var cases = await db.KycCases.Where(c => c.UserId == userId).OrderByDescending(c => c.CreatedAt).Take(2).ToListAsync(ct);
        var standing = await db.KycStandings.SingleOrDefaultAsync(s => s.UserId == userId, ct);
        var restrictions = await db.KycRestrictions.Where(r => r.UserId == userId && r.LiftedAt == null).ToListAsync(ct);
        return new KycDossier(user, checks, cases.Find(c => c.IsOpen) ?? cases.FirstOrDefault(), standing, restrictions);
    }
}
