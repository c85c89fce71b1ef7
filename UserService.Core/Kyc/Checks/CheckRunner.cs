using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Verification;
using UserService.Core.Partners;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Checks;

/// <summary>Takes open checks one after the other to the verifiers. A claim is a lease: a Worker that dies leaves the check to the next.</summary>
internal sealed class CheckRunner(
    UserDbContext db, KycDossiers dossiers, KycSecrets secrets, CheckDecisions decisions, CheckQuestions questions, StrandedCases stranded, IOptions<KycOptions> options, TimeProvider time, ILogger<CheckRunner> log)
{
    // Longer than any partner's TotalTimeout, so that no check is in two hands.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private const int TriesBeforeStaff = 8; // with doubling waits from 1 s: about four minutes in which nobody could be reached

    /// <summary>Claims and takes on one check; false when none is due.</summary>
    public async Task<bool> RunOneAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var claimed = (await db.KycChecks.FromSqlInterpolated(
            $"""
             UPDATE kyc_checks SET next_try_at = {now + Lease}, tries = tries + 1
             WHERE id = (SELECT id FROM kyc_checks WHERE state IN ('Pending', 'Waiting') AND next_try_at <= {now}
                         ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING *, xmin
             """).AsNoTracking().ToListAsync(ct)).SingleOrDefault();
        if (claimed is null)
            return false;
        if (await dossiers.FindAsync(claimed.UserId, ct) is { } dossier && dossier.Checks.Find(c => c.Id == claimed.Id) is { IsOpen: true } check)
            await TakeOnAsync(check, dossier, ct);
        return true;
    }

    private async Task TakeOnAsync(KycCheck check, KycDossier dossier, CancellationToken ct)
    {
        var question = await questions.OfAsync(check, dossier, ct);
        if (check.State is KycCheckState.Waiting)
            await FollowUpAsync(check, dossier, question, ct);
        else if (await questions.FromOwnRecordAsync(check, dossier, ct) is { } known)
            await decisions.ApplyAsync(check, dossier, CheckQuestions.OwnRecord, known, ct);
        else
            await AskAsync(check, dossier, question, ct);
        try
        {
            await db.SaveChangesAsync(ct);
            Log.CheckTaken(log, check.Id, check.Kind, check.State, check.Provider);
            if (!check.IsOpen)
                await stranded.LookAgainAsync(check.UserId, ct);
        }
        catch (DbUpdateException e)
        {
            // A webhook or an event was quicker, or another customer proved the number: the check comes back at once, and paid answers are remembered.
            Log.CheckConflict(log, check.Id, e.InnerException?.GetType().Name ?? e.GetType().Name);
            var soon = time.GetUtcNow() + Backoff(1);
            db.ChangeTracker.Clear();
            await db.KycChecks.Where(c => c.Id == check.Id && (c.State == KycCheckState.Pending || c.State == KycCheckState.Waiting))
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.NextTryAt, soon), ct);
        }
    }

    private async Task AskAsync(KycCheck check, KycDossier dossier, IdentityQuestion question, CancellationToken ct)
    {
        switch (await questions.AskAsync(question, ct))
        {
            case PaidResult.Answered(var provider, var json):
                var answer = JsonSerializer.Deserialize(json, KycJson.Default.IdentityAnswer)!;
                if (answer is IdentityAnswer.Pending(var reference, var url))
                    check.Wait(provider, reference, url is null ? null : await secrets.SealUrlAsync(check.UserId, url, ct), time.GetUtcNow() + Backoff(3));
                else
                    await decisions.ApplyAsync(check, dossier, provider, answer, ct);
                break;
            case PaidResult.BeingAsked:
                check.TryAgain(time.GetUtcNow() + Backoff(1));
                break;
            case PaidResult.NotAnswered { MayHaveAsked: false } when check.Tries < TriesBeforeStaff && questions.AnybodyFor(question):
                check.TryAgain(time.GetUtcNow() + Backoff(check.Tries));
                break;
            default:
                await decisions.LeaveToStaffAsync(check, dossier, KycReasons.NotVerifiable, ct);
                break;
        }
    }

    private async Task FollowUpAsync(KycCheck check, KycDossier dossier, IdentityQuestion question, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        switch (await questions.FollowUpAsync(question, check.Provider!, check.Reference!, ct))
        {
            case IdentityAnswer.Pending or IdentityAnswer.Unavailable or IdentityAnswer.Unknown when now - check.CreatedAt < options.Value.AnswerWithin:
                check.TryAgain(now + Backoff(check.Tries + 2));
                break;
            case IdentityAnswer.Pending or IdentityAnswer.Unavailable or IdentityAnswer.Unknown:
                await decisions.ApplyAsync(check, dossier, check.Provider!, new IdentityAnswer.Denied(KycReasons.NoAnswer), ct);
                break;
            case var answer:
                await decisions.ApplyAsync(check, dossier, check.Provider!, answer, ct);
                break;
        }
    }

    private static TimeSpan Backoff(int tries)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(tries - 1, 12)));
        return wait < LongestWait ? wait : LongestWait;
    }
}
