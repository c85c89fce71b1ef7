using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Restrictions;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc;

/// <summary>What time alone brings about: renewals that fall due, and cases that nobody went on with.</summary>
internal sealed class KycUpkeep(UserDbContext db, KycDossiers dossiers, RestrictionBook restrictions, NotificationQueue notifications, IOptions<KycOptions> options, TimeProvider time)
{
    private const int Batch = 100;

    /// <summary>Does what is due now, a bounded number of each; true where there may be more.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var expired = await ExpireCasesAsync(ct);
        var asked = await AskForRenewalAsync(ct);
        var restricted = await RestrictOverdueAsync(ct);
        return expired == Batch || asked == Batch || restricted == Batch;
    }

    private async Task<int> ExpireCasesAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var oldest = now - options.Value.CaseLifetime;
        var idle = await db.KycCases.Where(c => (c.State == KycCaseState.Draft || c.State == KycCaseState.Submitted) && c.CreatedAt < oldest).OrderBy(c => c.CreatedAt).Take(Batch).ToListAsync(ct);
        foreach (var kycCase in idle)
        {
            kycCase.Expire(now);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycExpired, kycCase.UserId, Actor.System, $"case {kycCase.Id}", now));
        }

        return await SaveAsync(idle.Count, ct);
    }

    private async Task<int> AskForRenewalAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var notice = now + options.Value.RenewalNotice;
        var due = await db.KycStandings.Where(s => s.RestrictedAt == null && s.RenewalSince == null && s.ReviewDueAt <= notice).OrderBy(s => s.ReviewDueAt).Take(Batch).ToListAsync(ct);
        foreach (var standing in due)
        {
            standing.AskForRenewal(now);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycRenewalAsked, standing.UserId, Actor.System, reason: null, now));
            if (await db.Users.SingleOrDefaultAsync(u => u.Id == standing.UserId && u.Status != UserStatus.Erased, ct) is { } user)
                await KycMessages.TellRenewalAsync(notifications, user, standing.ReviewDueAt, ct);
        }

        return await SaveAsync(due.Count, ct);
    }

    private async Task<int> RestrictOverdueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var latest = now - options.Value.RenewalGrace;
        var overdue = await db.KycStandings.Where(s => s.RestrictedAt == null && s.RenewalSince != null && s.ReviewDueAt <= latest).OrderBy(s => s.ReviewDueAt).Take(Batch).ToListAsync(ct);
        foreach (var standing in overdue)
        {
            standing.Restrict(now);
            if (await dossiers.FindAsync(standing.UserId, ct) is not { } dossier)
                continue;
            restrictions.Impose(dossier, RestrictionKind.PostNoDebit, RestrictionReasons.RenewalOverdue, now, expiresAt: null);
            await KycMessages.TellOverdueAsync(notifications, dossier.User, ct);
        }

        return await SaveAsync(overdue.Count, ct);
    }

    // Of two Workers at once, or a Worker and a customer, one wins; the other finds it done at its next look.
    private async Task<int> SaveAsync(int count, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return count;
        }
        catch (DbUpdateConcurrencyException)
        {
            return 0;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
