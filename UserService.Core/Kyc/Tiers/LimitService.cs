using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Tiers;

/// <inheritdoc cref="ILimitService"/>
internal sealed class LimitService(UserDbContext db, TimeProvider time) : ILimitService
{
    private static readonly Error InvalidRule = new("invalid_limit", ErrorKind.Invalid, "Tier 0 to 3, a country, a currency, limits of 0 or more that rise with the tier, and known requirements.");
    private static readonly Error InThePast = new("limit_in_the_past", ErrorKind.Unprocessable, "A limit takes effect now or later, never before.");
    private static readonly Error Taken = new("limit_exists", ErrorKind.Conflict, "There is a rule for that tier and that moment.");

    public async Task<IReadOnlyList<TierRuleView>> ListAsync(string country, CancellationToken ct) =>
        [.. (await db.TierRules.AsNoTracking().Where(r => r.Country == country).OrderBy(r => r.Tier).ThenBy(r => r.EffectiveFrom).ToListAsync(ct)).Select(r => r.ToView())];

    public async Task<Error?> ValidateAsync(TierRuleProposal proposal, CancellationToken ct)
    {
        if (proposal.Tier is < 0 or > 3 || !CountryCode.TryCreate(proposal.Country, out _) || proposal.Currency is not { Length: 3 } currency
            || !currency.All(char.IsAsciiLetterUpper) || new[] { proposal.SingleLimit, proposal.DailyLimit, proposal.BalanceLimit }.Any(limit => limit < 0)
            || !proposal.Requirements.SelectMany(r => r.Split('|')).All(kind => KycCheckKindNames.FromWire(kind) is not null)
            || proposal.Tier == 0 && proposal.Requirements.Count > 0)
            return InvalidRule;
        if (proposal.EffectiveFrom < time.GetUtcNow().AddMinutes(-1))
            return InThePast; // a minute for the second person's click
        return await db.TierRules.AnyAsync(r => r.Country == proposal.Country && r.Tier == proposal.Tier && r.EffectiveFrom == proposal.EffectiveFrom, ct) ? Taken : null;
    }

    public async Task<Error?> ApplyAsync(TierRuleProposal proposal, Actor actor, CancellationToken ct)
    {
        // Agreed on after its day: it takes effect now, and not in retrospect.
        var now = time.GetUtcNow();
        var due = proposal.EffectiveFrom < now ? proposal with { EffectiveFrom = now } : proposal;
        if (await ValidateAsync(due, ct) is { } error)
            return error;
        var rule = TierRule.Of(due, now);
        db.TierRules.Add(rule);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.TierRules, rule.Id));
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.TierRuleSet, subject: null, actor, $"{rule.Country} tier {rule.Tier} rule {rule.Id}", now));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return Taken;
        }

        return null;
    }
}
