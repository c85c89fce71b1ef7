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
    private static readonly Error InvalidRule = new("invalid_limit", ErrorKind.Invalid, "Tier 0 to 3, a country, a currency, limits of 0 or more, and known requirements.");
    private static readonly Error UnfitRule = new(
        "invalid_limit", ErrorKind.Invalid, "Limits must not fall with the tier, nor one payment's be above the day's; the currency is the country's; above tier 0 something must be proven.");

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
        var known = await db.TierRules.AsNoTracking().Where(r => r.Country == proposal.Country).ToListAsync(ct);
        if (known.Exists(r => r.Tier == proposal.Tier && r.EffectiveFrom == proposal.EffectiveFrom))
            return Taken;
        return Fits(proposal, known, time.GetUtcNow()) ? null : UnfitRule;
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

    // With the rules of the neighbouring tiers that will be in force when it takes effect, which is never before now.
    private static bool Fits(TierRuleProposal rule, List<TierRule> known, DateTimeOffset now)
    {
        var from = rule.EffectiveFrom < now ? now : rule.EffectiveFrom;
        List<TierRule> others = [.. known.Where(r => r.Tier != rule.Tier && r.EffectiveFrom <= from).GroupBy(r => r.Tier).Select(g => g.MaxBy(r => r.EffectiveFrom)!).OrderBy(r => r.Tier)];
        var (below, above) = (others.FindLast(r => r.Tier < rule.Tier), others.Find(r => r.Tier > rule.Tier));
        var amounts = Amounts(rule.SingleLimit, rule.DailyLimit, rule.BalanceLimit);
        return amounts[0] <= amounts[1]
            && (rule.Tier == 0 || rule.Requirements.Count > 0)
            && (known.Count == 0 || known.Exists(r => r.Currency == rule.Currency))
            && (below is null || !Falls(Amounts(below.SingleLimit, below.DailyLimit, below.BalanceLimit), amounts))
            && (above is null || !Falls(amounts, Amounts(above.SingleLimit, above.DailyLimit, above.BalanceLimit)));
    }

    // No limit is above every limit.
    private static long[] Amounts(params long?[] given) => [.. given.Select(limit => limit ?? long.MaxValue)];

    private static bool Falls(long[] lower, long[] higher) => lower.Zip(higher).Any(pair => pair.First > pair.Second);
}
