using Microsoft.EntityFrameworkCore;
using UserService.Core.Errors;
using UserService.Core.Kyc.Cases;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Checks;

/// <summary>Opens checks in the unit of work, and saves it.</summary>
internal sealed class CheckBook(UserDbContext db, KycSecrets secrets)
{
    public async Task<KycCheck> OpenAsync(KycDossier dossier, KycCheckKind kind, KycClaim claim, DateTimeOffset now, CancellationToken ct)
    {
        var attempt = dossier.Checks.Where(c => c.Kind == kind).Select(c => c.Attempt).DefaultIfEmpty().Max() + 1;
        var check = KycCheck.Open(Guid.CreateVersion7(now), dossier.User.Id, kind, attempt, await secrets.SealAsync(dossier.User.Id, claim, ct), now);
        db.KycChecks.Add(check);
        dossier.Checks.Add(check);
        return check;
    }

    /// <summary>Of two requests at once one opens the check or the case; the other is told that it is under way.</summary>
    public async Task<Error?> SaveAsync(Guid userId, CancellationToken ct)
    {
        try
        {
            // Names that a check compares are changed before it is there, or not at all.
            await db.SaveInTurnAsync(Turns.RelyingOnUser(userId), ct);
            return null;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return KycErrors.InProgress;
        }
    }
}
