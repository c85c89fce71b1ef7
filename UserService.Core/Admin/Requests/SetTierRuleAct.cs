using System.Globalization;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Errors;
using UserService.Core.Kyc;
using UserService.Core.Persistence;

namespace UserService.Core.Admin.Requests;

/// <summary>Puts another rule for a tier in force from its day on.</summary>
internal sealed class SetTierRuleAct(UserDbContext db, ILimitService limits, TimeProvider time) : IRequestedAct
{
    private static readonly Error InvalidRule = new(
        "invalid_limit", ErrorKind.Invalid, "Limits must not fall with the tier, nor one payment's be above the day's; the currency is the country's; above tier 0 something must be proven.");

    public string Kind => RequestKinds.SetTierRule;

    public string Permission => Permissions.ManageLimits;

    public async Task<Error?> CheckAsync(ActOrder order, CancellationToken ct)
    {
        var rule = Read(order.Details);
        return await limits.ValidateAsync(rule, ct) ?? await CompareAsync(rule, ct);
    }

    public async Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct)
    {
        var rule = Read(order.Details);

        // Rules of two tiers that are agreed on at once: the second is compared with the first.
        var country = $"tier-rules {rule.Country}";
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({country}, 0))", ct);
        return new ActOutcome(await CompareAsync(rule, ct) ?? await limits.ApplyAsync(rule, order.Staff.Actor, ct));
    }

    /// <summary>A rule as a request keeps it.</summary>
    public static Dictionary<string, string> Write(TierRuleProposal rule) => new()
    {
        ["country"] = rule.Country,
        ["tier"] = rule.Tier.ToString(CultureInfo.InvariantCulture),
        ["currency"] = rule.Currency,
        ["single"] = Text(rule.SingleLimit),
        ["daily"] = Text(rule.DailyLimit),
        ["balance"] = Text(rule.BalanceLimit),
        ["requirements"] = string.Join(' ', rule.Requirements),
        ["effectiveFrom"] = rule.EffectiveFrom.ToString("O", CultureInfo.InvariantCulture),
    };

    // With the rules of the neighbouring tiers that will be in force when it takes effect, which is never before now.
    private async Task<Error?> CompareAsync(TierRuleProposal rule, CancellationToken ct)
    {
        var known = await limits.ListAsync(rule.Country, ct);
        var now = time.GetUtcNow();
        var from = rule.EffectiveFrom < now ? now : rule.EffectiveFrom;
        List<TierRuleView> others = [.. known.Where(r => r.Tier != rule.Tier && r.EffectiveFrom <= from).GroupBy(r => r.Tier).Select(g => g.MaxBy(r => r.EffectiveFrom)!).OrderBy(r => r.Tier)];
        var (below, above) = (others.FindLast(r => r.Tier < rule.Tier), others.Find(r => r.Tier > rule.Tier));
        var amounts = Amounts(rule.SingleLimit, rule.DailyLimit, rule.BalanceLimit);
        var refused = amounts[0] > amounts[1]
            || rule.Tier > 0 && rule.Requirements.Count == 0
            || known.Count > 0 && !known.Any(r => r.Currency == rule.Currency)
            || below is not null && Falls(Amounts(below.SingleLimit, below.DailyLimit, below.BalanceLimit), amounts)
            || above is not null && Falls(amounts, Amounts(above.SingleLimit, above.DailyLimit, above.BalanceLimit));
        return refused ? InvalidRule : null;
    }

    // No limit is above every limit.
    private static long[] Amounts(params long?[] given) => [.. given.Select(limit => limit ?? long.MaxValue)];

    private static bool Falls(long[] lower, long[] higher) => lower.Zip(higher).Any(pair => pair.First > pair.Second);

    private static TierRuleProposal Read(IReadOnlyDictionary<string, string> details) => new(
        details["country"], int.Parse(details["tier"], CultureInfo.InvariantCulture), details["currency"], Number(details["single"]), Number(details["daily"]), Number(details["balance"]),
        details["requirements"].Split(' ', StringSplitOptions.RemoveEmptyEntries), DateTimeOffset.Parse(details["effectiveFrom"], CultureInfo.InvariantCulture));

    private static string Text(long? limit) => limit?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static long? Number(string text) => text.Length == 0 ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
