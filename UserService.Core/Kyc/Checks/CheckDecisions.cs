using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Restrictions;
using UserService.Core.Kyc.Verification;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Checks;

/// <summary>Turns a verifier's answer into the state of a check. Adds to the unit of work; the caller saves.</summary>
internal sealed class CheckDecisions(
    UserDbContext db, KycSecrets secrets, RestrictionBook restrictions, CaseProgress progress, BirthDates births, IOptions<KycOptions> options, TimeProvider time)
{
    /// <summary>A late answer to a check that is settled already changes nothing.</summary>
    public async Task ApplyAsync(KycCheck check, KycDossier dossier, string provider, IdentityAnswer answer, CancellationToken ct)
    {
        if (!check.IsOpen)
            return;
        switch (answer)
        {
            case IdentityAnswer.Found(var record):
                await CompareAsync(check, dossier, provider, record, ct);
                break;
            case IdentityAnswer.Confirmed(var score) when await births.ContradictsAsync(check, dossier, record: null, ct):
                check.Fail(provider, score, KycReasons.DateOfBirthDiffers, null, time.GetUtcNow());
                break;
            case IdentityAnswer.Confirmed(var score):
                await GradeAsync(check, provider, score, KycReasons.Mismatch, KycReasons.NotVerifiable, null, ct);
                break;
            case IdentityAnswer.Denied(KycReasons.Watchlisted):
                // Whatever was asked: money is held back, and people decide, not the customer by another try.
                check.Doubt(provider, null, KycReasons.Watchlisted, null, time.GetUtcNow());
                restrictions.Impose(dossier, RestrictionKind.Watchlist, RestrictionReasons.Watchlisted, time.GetUtcNow(), null);
                break;
            case IdentityAnswer.Denied(var reason):
                check.Fail(provider, null, KycReasons.All.Contains(reason) ? reason : KycReasons.Mismatch, null, time.GetUtcNow());
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer, null);
        }

        await DecidedAsync(check, dossier, ct);
    }

    /// <summary>Nobody could say: people look at it.</summary>
    public async Task LeaveToStaffAsync(KycCheck check, KycDossier dossier, string reason, CancellationToken ct)
    {
        var doubt = await births.ContradictsAsync(check, dossier, record: null, ct) ? KycReasons.DateOfBirthDiffers : reason;
        check.Doubt(null, null, doubt, null, time.GetUtcNow());
        await DecidedAsync(check, dossier, ct);
    }

    /// <summary>A number that the customer has proven is hers alone from now on.</summary>
    /// <returns>False where another customer has proven it before.</returns>
    public async Task<bool> ClaimNumberAsync(KycCheck check, string provider, CancellationToken ct)
    {
        if (check.Kind is not (KycCheckKind.Bvn or KycCheckKind.Nin or KycCheckKind.Document))
            return true;
        var claim = await secrets.ClaimAsync(check, ct);
        var index = await secrets.IndexAsync(check.Kind, claim, ct);
        if (await db.KycIdentities.AnyAsync(i => i.Kind == check.Kind && i.NumberIndex == index && i.UserId != check.UserId, ct))
            return false;
        var number = await secrets.SealNumberAsync(check.UserId, claim.Number!, ct);
        if (await db.KycIdentities.SingleOrDefaultAsync(i => i.UserId == check.UserId && i.Kind == check.Kind, ct) is { } known)
            known.Replace(number, index, provider, time.GetUtcNow());
        else
            db.KycIdentities.Add(KycIdentity.Of(check.UserId, check.Kind, number, index, provider, time.GetUtcNow()));
        return true;
    }

    private async Task CompareAsync(KycCheck check, KycDossier dossier, string provider, IdentityRecord record, CancellationToken ct)
    {
        var (claim, now) = (await secrets.ClaimAsync(check, ct), time.GetUtcNow());
        var kept = await secrets.SealAsync(check.UserId, record, ct);
        if (record.Watchlisted)
            restrictions.Impose(dossier, RestrictionKind.Watchlist, RestrictionReasons.Watchlisted, now, null);
        if (claim.DateOfBirth is { } claimed && record.DateOfBirth is { } recorded && claimed != recorded || await births.ContradictsAsync(check, dossier, record, ct))
            check.Fail(provider, null, KycReasons.DateOfBirthDiffers, kept, now);
        else
            await GradeAsync(check, provider, Agreement(dossier.User, record), KycReasons.NameDiffers, KycReasons.NameUnclear, kept, ct);
    }

    private async Task GradeAsync(KycCheck check, string provider, decimal score, string no, string perhaps, byte[]? record, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (score < options.Value.ReviewScore)
            check.Fail(provider, score, no, record, now);
        else if (score < options.Value.PassScore)
            check.Doubt(provider, score, perhaps, record, now);
        else if (await ClaimNumberAsync(check, provider, ct))
            check.Pass(provider, score, record, now);
        else
            check.Fail(provider, score, KycReasons.NumberInUse, record, now);
    }

    private Task DecidedAsync(KycCheck check, KycDossier dossier, CancellationToken ct)
    {
        var outcome = $"{check.Kind.ToWire()} {check.State} {check.Provider} {check.Reason}".TrimEnd();
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycCheckDecided, check.UserId, Actor.System, outcome, time.GetUtcNow()));
        return progress.AdvanceAsync(dossier, ct);
    }

    private static decimal Agreement(User user, IdentityRecord record) =>
        NameMatch.Score($"{user.FirstName} {user.LastName}", $"{record.FirstName} {record.MiddleName} {record.LastName}");
}
