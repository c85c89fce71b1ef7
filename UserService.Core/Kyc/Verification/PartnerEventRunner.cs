using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Checks;
using UserService.Core.Partners.Flutterwave;
using UserService.Core.Partners.Paystack;
using UserService.Core.Partners.Webhooks;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Kyc.Verification;

/// <summary>Deals with stored webhooks one after the other. One that comes before we know the question is kept; one about a settled check changes nothing.</summary>
internal sealed class PartnerEventRunner(
    UserDbContext db, SystemKeys keys, KycDossiers dossiers, KycSecrets secrets, CheckDecisions decisions, TimeProvider time, ILogger<PartnerEventRunner> log)
{
    private const string Applied = "applied";
    private const string Unmatched = "unmatched";
    private const string Ignored = "ignored";
    private const int MaxTries = 8; // with doubling waits from 2 s: about eight minutes, in which the answer to our own call is long committed
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Claims and deals with one; false when none waits.</summary>
    public async Task<bool> RunOneAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var claimed = (await db.PartnerEvents.FromSqlInterpolated(
            $"""
             UPDATE partner_events SET next_try_at = {now + Lease}, tries = tries + 1
             WHERE id = (SELECT id FROM partner_events WHERE processed_at IS NULL AND next_try_at <= {now}
                         ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING *
             """).ToListAsync(ct)).SingleOrDefault();
        if (claimed is null)
            return false;
        var outcome = await ApplyAsync(claimed, ct);
        if (outcome == Unmatched && claimed.Tries < MaxTries)
            claimed.TryAgain(now + TimeSpan.FromSeconds(Math.Pow(2, claimed.Tries)));
        else
            claimed.Done(outcome, now);
        try
        {
            await db.SaveChangesAsync(ct);
            Log.PartnerEventTaken(log, claimed.Id, claimed.Provider, outcome, claimed.Tries);
        }
        catch (DbUpdateException e)
        {
            Log.PartnerEventConflict(log, claimed.Id, e.InnerException?.GetType().Name ?? e.GetType().Name); // the lease brings it back
        }

        return true;
    }

    private async Task<string> ApplyAsync(PartnerEvent received, CancellationToken ct)
    {
        var body = (await keys.GetAsync(ct)).Unprotect(received.BodyProtected, PartnerWebhooks.Purpose, received.Id);
        try
        {
            return received.Provider == PaystackClient.Name
                ? await ApplyAsync(JsonSerializer.Deserialize(body, PaystackJson.Default.PaystackEvent), ct)
                : await ApplyAsync(JsonSerializer.Deserialize(body, FlutterwaveJson.Default.FlutterwaveEvent), ct);
        }
        catch (JsonException)
        {
            return "unreadable";
        }
    }

    private async Task<string> ApplyAsync(PaystackEvent? received, CancellationToken ct)
    {
        if (received is not { Event: "customeridentification.success" or "customeridentification.failed", Data.CustomerCode: { } code })
            return Ignored;
        if (await FindAsync(PaystackClient.Name, code, ct) is not var (check, dossier))
            return Unmatched;

        // Paystack knows customers, not questions: an answer to an earlier try must not settle this one.
        if (!Agrees(received.Data.Identification, await secrets.ClaimAsync(check, ct)))
            return "late";
        IdentityAnswer answer = received.Event.EndsWith("success", StringComparison.Ordinal) ? new IdentityAnswer.Confirmed(1) : new IdentityAnswer.Denied(KycReasons.Mismatch);
        await decisions.ApplyAsync(check, dossier, PaystackClient.Name, answer, ct);
        return Applied;
    }

    // What it says is not believed: it is a reason to go and read the record now.
    private async Task<string> ApplyAsync(FlutterwaveEvent? received, CancellationToken ct)
    {
        if (received?.Data?.Reference is not { } reference)
            return Ignored;
        if (await FindAsync(FlutterwaveClient.Name, reference, ct) is not var (check, _))
            return Unmatched;
        check.TryAgain(time.GetUtcNow());
        return Applied;
    }

    private async Task<(KycCheck Check, KycDossier Dossier)?> FindAsync(string provider, string reference, CancellationToken ct)
    {
        var userId = await db.KycChecks.Where(c => c.Provider == provider && c.Reference == reference && c.State == KycCheckState.Waiting).Select(c => (Guid?)c.UserId).FirstOrDefaultAsync(ct);
        return userId is { } id && await dossiers.FindAsync(id, ct) is { } dossier
            && dossier.Checks.FindLast(c => c.Provider == provider && c.Reference == reference && c.State is KycCheckState.Waiting) is { } check
            ? (check, dossier)
            : null;
    }

    private static bool Agrees(PaystackIdentified? said, KycClaim claim) => said is null
        || (said.BankCode is null || said.BankCode == claim.BankCode) && Agrees(said.Bvn, claim.Number) && Agrees(said.AccountNumber, claim.AccountNumber);

    // "200*****677": the digits that are shown must be ours.
    private static bool Agrees(string? masked, string? number) =>
        masked is null || number is null || masked.Length != number.Length || masked.Zip(number).All(pair => !char.IsAsciiDigit(pair.First) || pair.First == pair.Second);
}
