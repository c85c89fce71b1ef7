using Microsoft.EntityFrameworkCore;
using UserService.Core.Kyc.Checks;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Cases;

/// <summary>
/// Takes submitted cases on whose checks have all ended. A customer hands in while the Worker decides the last check: each may see the state before
/// the other's commit, so both look again after their own, and the Worker sweeps up what is left all the same.
/// </summary>
internal sealed class StrandedCases(UserDbContext db, KycDossiers dossiers, CaseProgress progress)
{
    private const int Batch = 100;

    /// <summary>Looks at what is committed now, and saves what comes of it.</summary>
    public async Task LookAgainAsync(Guid userId, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await dossiers.FindAsync(userId, ct) is not { OpenCase.State: KycCaseState.Submitted } dossier)
            return;
        await progress.AdvanceAsync(dossier, ct);
        if (!db.ChangeTracker.HasChanges())
            return;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear(); // the other one was quicker, or the customer with the first line of her profile
        }
    }

    public async Task SweepAsync(CancellationToken ct)
    {
        var users = await db.KycCases.AsNoTracking()
            .Where(c => c.State == KycCaseState.Submitted
                && !db.KycChecks.Any(k => k.UserId == c.UserId && (k.State == KycCheckState.Pending || k.State == KycCheckState.Waiting)))
            .OrderBy(c => c.CreatedAt).Select(c => c.UserId).Take(Batch).ToListAsync(ct);
        foreach (var userId in users)
            await LookAgainAsync(userId, ct);
    }
}
