using System.Globalization;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Checks;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc;

/// <inheritdoc cref="IKycReviewService"/>
internal sealed class KycReviewService(UserDbContext db, KycDossiers dossiers, KycSecrets secrets, CaseProgress progress, CheckDecisions decisions, TimeProvider time) : IKycReviewService
{
    private static readonly Error NumberTaken = new("number_in_use", ErrorKind.Conflict, "Another customer has proven the number; reject the case, or settle that account first.");

    public async Task<KycCasePage> ListAsync(string? cursor, int limit, CancellationToken ct)
    {
        var waiting = db.KycCases.AsNoTracking().Where(c => c.State == KycCaseState.InReview);
        if (TryReadCursor(cursor) is var (after, id))
            waiting = waiting.Where(c => c.SubmittedAt > after || c.SubmittedAt == after && c.Id > id);
        var cases = await waiting.OrderBy(c => c.SubmittedAt).ThenBy(c => c.Id).Take(Math.Clamp(limit, 1, 100) + 1).ToListAsync(ct);
        var page = cases.Take(Math.Clamp(limit, 1, 100)).ToList();
        var users = page.ConvertAll(c => c.UserId);
        var doubts = await db.KycChecks.AsNoTracking().Where(c => users.Contains(c.UserId) && c.State == KycCheckState.Doubtful).Select(c => new { c.UserId, c.Kind }).ToListAsync(ct);
        return new KycCasePage(
            [.. page.Select(c => new KycCaseItem(c.Id, c.UserId, c.TargetTier, c.State.ToWire(), [.. doubts.Where(d => d.UserId == c.UserId).Select(d => d.Kind.ToWire()).Distinct()], c.SubmittedAt!.Value))],
            cases.Count > page.Count ? Cursor(page[^1]) : null);
    }

    public async Task<KycCaseDetail?> GetAsync(Guid caseId, bool unmask, Actor actor, CancellationToken ct)
    {
        if (await db.KycCases.SingleOrDefaultAsync(c => c.Id == caseId, ct) is not { } kycCase || await dossiers.FindAsync(kycCase.UserId, ct) is not { } dossier)
            return null;
        var checks = new List<KycCheckDetail>();
        foreach (var check in dossier.Checks.GroupBy(c => c.Kind).Select(attempts => attempts.Last()))
            checks.Add(await DetailAsync(check, unmask, ct));
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.KycRead, kycCase.UserId, actor, unmask ? $"case {caseId} unmasked" : $"case {caseId}", time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        var user = dossier.User;
        return new KycCaseDetail(
            kycCase.Id, user.Id, kycCase.TargetTier, kycCase.State.ToWire(), user.FirstName, user.LastName, kycCase.SubmittedAt, kycCase.DecidedAt, kycCase.DecidedBy, kycCase.Reason, checks);
    }

    public async Task<Error?> ApproveAsync(Guid caseId, string note, Actor actor, CancellationToken ct)
    {
        var (dossier, kycCase, error) = await OpenAsync(caseId, ct);
        if (error is not null)
            return error;
        foreach (var check in Doubtful(dossier!))
        {
            if (!await decisions.ClaimNumberAsync(check, "staff", ct))
                return NumberTaken;
            check.Settle(refusal: null, time.GetUtcNow());
        }

        await progress.ApproveAsync(dossier!, kycCase!, note, actor, ct);
        return await SaveAsync(ct);
    }

    public async Task<Error?> RejectAsync(Guid caseId, string reason, string words, Actor actor, CancellationToken ct)
    {
        if (!KycReasons.All.Contains(reason))
            return KycErrors.UnknownReason;
        var (dossier, kycCase, error) = await OpenAsync(caseId, ct);
        if (error is not null)
            return error;
        foreach (var check in Doubtful(dossier!))
            check.Settle(reason, time.GetUtcNow());
        await progress.RejectAsync(dossier!, kycCase!, reason, words, actor, ct);
        return await SaveAsync(ct);
    }

    private async Task<(KycDossier? Dossier, KycCase? Case, Error? Error)> OpenAsync(Guid caseId, CancellationToken ct)
    {
        if (await db.KycCases.SingleOrDefaultAsync(c => c.Id == caseId, ct) is not { } kycCase || await dossiers.FindAsync(kycCase.UserId, ct) is not { } dossier)
            return (null, null, CommonErrors.NotFound);
        return kycCase.State is KycCaseState.InReview ? (dossier, kycCase, null) : (null, null, KycErrors.NotInReview);
    }

    // Two people who decide at once: the second finds that there is nothing to decide any more.
    private async Task<Error?> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return e.InnerException is Npgsql.PostgresException { ConstraintName: KycIdentityConfiguration.OnePerNumber } ? NumberTaken : KycErrors.NotInReview;
        }
    }

    private async Task<KycCheckDetail> DetailAsync(KycCheck check, bool unmask, CancellationToken ct)
    {
        var (claim, record) = (await secrets.ClaimAsync(check, ct), await secrets.RecordAsync(check, ct));
        var recorded = record is null ? null : string.Join(' ', new[] { record.FirstName, record.MiddleName, record.LastName }.Where(n => !string.IsNullOrEmpty(n)));
        return new KycCheckDetail(
            check.Id, check.Kind.ToWire(), KycStatusReader.StateName(check.State), check.Provider, check.Score, check.Reason, unmask ? claim.Number : Mask(claim.Number), recorded,
            unmask ? claim.DateOfBirth : null, claim.Files, check.CreatedAt, check.DecidedAt);
    }

    private static IEnumerable<KycCheck> Doubtful(KycDossier dossier) =>
        dossier.Checks.GroupBy(c => c.Kind).Select(attempts => attempts.Last()).Where(c => c.State is KycCheckState.Doubtful);

    private static string? Mask(string? number) => number is null ? null : number.Length <= 4 ? "••••" : $"••••{number[^3..]}";

    private static string Cursor(KycCase last) => string.Create(CultureInfo.InvariantCulture, $"{last.SubmittedAt!.Value.UtcTicks:x}-{last.Id:N}");

    private static (DateTimeOffset After, Guid Id)? TryReadCursor(string? cursor) =>
        cursor?.Split('-') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at)
        && at >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(id, "N", out var caseId)
            ? (new DateTimeOffset(at, TimeSpan.Zero), caseId)
            : null;
}
