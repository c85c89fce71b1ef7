using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Checks;

/// <summary>Notes that a bank has the customer's own name on an account. Adds to the unit of work; the caller saves.</summary>
internal sealed class BankMatches(UserDbContext db, KycSecrets secrets, TimeProvider time)
{
    public async Task RecordAsync(Guid userId, KycClaim claim, string provider, decimal score, CancellationToken ct)
    {
        var earlier = await db.KycChecks.Where(c => c.UserId == userId && c.Kind == KycCheckKind.BankMatch).OrderByDescending(c => c.Attempt).FirstOrDefaultAsync(ct);
        if (earlier?.State is KycCheckState.Passed)
            return;
        var now = time.GetUtcNow();
        var check = KycCheck.Open(Guid.CreateVersion7(now), userId, KycCheckKind.BankMatch, (earlier?.Attempt ?? 0) + 1, await secrets.SealAsync(userId, claim, ct), now);
        check.Pass(provider, score, null, now);
        db.KycChecks.Add(check);
    }
}
