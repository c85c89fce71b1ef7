using System.Globalization;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Errors;
using UserService.Core.Kyc;
using UserService.Core.Persistence;

namespace UserService.Core.Admin.Requests;

/// <summary>Puts another rule for a tier in force from its day on.</summary>
internal sealed class SetTierRuleAct(UserDbContext db, ILimitService limits) : IRequestedAct
{
    public string Kind => RequestKinds.SetTierRule;

    public string Permission => Permissions.ManageLimits;

    public Task<Error?> CheckAsync(ActOrder order, CancellationToken ct) => limits.ValidateAsync(Read(order.Details), ct);

    public async Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct)
    {
        var rule = Read(order.Details);

        // Rules of two tiers that are agreed on at once: the second is compared with the first.
        await db.Database.ExecuteSqlAsync(Turns.OfName($"tier-rules {rule.Country}"), ct);
        return new ActOutcome(await limits.ApplyAsync(rule, order.Staff.Actor, ct));
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

    private static TierRuleProposal Read(IReadOnlyDictionary<string, string> details) => new(
        details["country"], int.Parse(details["tier"], CultureInfo.InvariantCulture), details["currency"], Number(details["single"]), Number(details["daily"]), Number(details["balance"]),
        details["requirements"].Split(' ', StringSplitOptions.RemoveEmptyEntries), DateTimeOffset.Parse(details["effectiveFrom"], CultureInfo.InvariantCulture));

    private static string Text(long? limit) => limit?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static long? Number(string text) => text.Length == 0 ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
