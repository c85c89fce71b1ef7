using System.Globalization;
using UserService.Core.Accounts;
using UserService.Core.Kyc;
using UserService.Core.Kyc.Restrictions;
using UserService.Core.Kyc.Tiers;

namespace UserService.Core.Entitlements;

/// <summary>The one place where tier, restrictions, device, freeze and the customer's own limits become what is allowed.</summary>
internal static class EntitlementRules
{
    /// <param name="rule">None where the country has none for the tier: then nothing is allowed.</param>
    /// <param name="currency">Of the country's rules.</param>
    public static Entitlement Of(Guid userId, EntitlementFacts facts, TierRule? rule, string currency, EntitlementOptions caps, DateTimeOffset now)
    {
        var (restrictions, canDebit, canCredit) = Restrict(facts, rule, now);
        var newUntil = facts.DeviceFirstSeenAt is { } seen ? seen + caps.NewDeviceAge : now + caps.NewDeviceAge;
        long? cap = now < newUntil ? caps.NewDeviceCap : null;
        if (cap is not null && canDebit)
            restrictions.Add(new EntitlementRestriction("new_device", "new_device", facts.DeviceFirstSeenAt is null ? null : newUntil));
        var single = canDebit ? Least(rule!.SingleLimit, facts.Limits.Single, cap) : 0;
        var daily = canDebit ? Least(rule!.DailyLimit, facts.Limits.Daily, cap) : 0;
        return new Entitlement(
            userId,
            facts.Tier,
            currency,
            canDebit,
            canCredit,
            single,
            daily,
            canCredit ? rule!.BalanceLimit : 0,
            canDebit && facts.Limits.InstantPayments ? Least(single, caps.InstantPaymentCeiling, null) : 0,
            restrictions,
            facts.DeviceFirstSeenAt,
            now < newUntil && facts.DeviceFirstSeenAt is not null ? newUntil : null,
            facts.Limits);
    }

    private static (List<EntitlementRestriction> Restrictions, bool CanDebit, bool CanCredit) Restrict(EntitlementFacts facts, TierRule? rule, DateTimeOffset now)
    {
        var (list, debit, credit) = (new List<EntitlementRestriction>(), true, true);
        switch (Enum.Parse<UserStatus>(facts.Status))
        {
            case UserStatus.Active:
                break;
            case UserStatus.Frozen:
                list.Add(new EntitlementRestriction("account_frozen", "account_frozen", null));
                debit = false;
                break;
            case UserStatus.Pending:
                list.Add(new EntitlementRestriction("account_pending", "account_pending", null));
                (debit, credit) = (false, false);
                break;
            default:
                list.Add(new EntitlementRestriction("account_suspended", "account_suspended", null));
                (debit, credit) = (false, false);
                break;
        }

        // Since 1 December 2023 nothing is posted to or from an account without BVN or NIN (CBN).
        if (facts.Tier == 0 || rule is null)
        {
            list.Add(new EntitlementRestriction("no_identity", "no_identity", null));
            (debit, credit) = (false, false);
        }

        foreach (var restriction in facts.Restrictions.Select(Parse).Where(r => r.Until is not { } end || end > now).OrderBy(r => r.Code, StringComparer.Ordinal))
        {
            list.Add(restriction);
            (debit, credit) = (debit && restriction.Code is "post_no_credit", credit && restriction.Code is not "post_no_credit");
        }

        return (list, debit, credit);
    }

    private static EntitlementRestriction Parse(string text)
    {
        var parts = text.Split(':');
        DateTimeOffset? until = parts[2].Length == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[2], CultureInfo.InvariantCulture));
        return new EntitlementRestriction(KycStatusReader.Code(Enum.Parse<RestrictionKind>(parts[0])), parts[1], until);
    }

    private static long? Least(long? a, long? b, long? c)
    {
        var least = Math.Min(a ?? long.MaxValue, Math.Min(b ?? long.MaxValue, c ?? long.MaxValue));
        return least == long.MaxValue ? null : least;
    }
}
