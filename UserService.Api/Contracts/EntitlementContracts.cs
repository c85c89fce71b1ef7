using UserService.Core.Accounts;
using UserService.Core.Entitlements;
using UserService.Core.Errors;

namespace UserService.Api.Contracts;

/// <summary>What the customer may do with money now. Amounts are in the currency's minor unit (kobo for NGN); null for no limit.</summary>
/// <param name="Tier">0 to 3.</param>
/// <param name="Currency">ISO 4217; <c>XXX</c>, no currency, where the bank has no rules for customers of the country: nothing is allowed then.</param>
/// <param name="CanDebit">Whether money may leave.</param>
/// <param name="CanCredit">Whether money may come in.</param>
/// <param name="SingleLimit">The largest payment.</param>
/// <param name="DailyLimit">The sum of a day's payments.</param>
/// <param name="BalanceLimit">The largest balance.</param>
/// <param name="InstantLimit">The largest instant payment.</param>
/// <param name="Restrictions">Why less is allowed than the tier would.</param>
/// <param name="DeviceNewUntil">The cap on new devices ends then; null where it does not apply.</param>
internal sealed record EntitlementResponse(
    int Tier, string Currency, bool CanDebit, bool CanCredit, long? SingleLimit, long? DailyLimit, long? BalanceLimit, long? InstantLimit,
    IReadOnlyList<EntitlementRestrictionResponse> Restrictions, DateTimeOffset? DeviceNewUntil);

/// <summary>Something that holds money back.</summary>
/// <param name="Code"><c>no_identity</c>, <c>account_frozen</c>, <c>new_device</c>, <c>post_no_debit</c>, <c>post_no_credit</c> or <c>watchlist</c>; treat unknown ones alike.</param>
/// <param name="Until">When it ends by itself.</param>
internal sealed record EntitlementRestrictionResponse(string Code, string Reason, DateTimeOffset? Until);

/// <summary>Limits that the customer has set; null where she has set none.</summary>
/// <param name="Single">The largest payment, in minor units.</param>
/// <param name="Daily">The sum of a day's payments, in minor units.</param>
/// <param name="InstantPayments">False where she has switched instant payments off.</param>
internal sealed record LimitsResponse(long? Single, long? Daily, bool InstantPayments);

/// <summary>A merge patch (RFC 7396): what is absent stays, null takes a limit away.</summary>
internal sealed record LimitsPatch
{
    /// <summary>The largest payment in minor units, at least 100; null takes it away.</summary>
    public long? Single
    {
        get;
        set => (field, HasSingle) = (value, true);
    }

    /// <summary>The sum of a day's payments in minor units, at least 100; null takes it away.</summary>
    public long? Daily
    {
        get;
        set => (field, HasDaily) = (value, true);
    }

    /// <summary>Whether money may leave by instant payment; cannot be removed.</summary>
    public bool? InstantPayments
    {
        get;
        set => (field, HasInstantPayments) = (value, true);
    }

    internal bool HasSingle { get; private set; }

    internal bool HasDaily { get; private set; }

    internal bool HasInstantPayments { get; private set; }
}

internal static class EntitlementContracts
{
    private const long Least = 100; // one naira: less is a slip of the finger

    public static EntitlementResponse ToResponse(this Entitlement e) => new(
        e.Tier,
        e.Currency,
        e.CanDebit,
        e.CanCredit,
        e.SingleLimit,
        e.DailyLimit,
        e.BalanceLimit,
        e.InstantLimit,
        [.. e.Restrictions.Select(r => new EntitlementRestrictionResponse(r.Code, r.Reason, r.Until))],
        e.DeviceNewUntil);

    public static LimitsResponse ToResponse(this CustomerLimits l) => new(l.Single, l.Daily, l.InstantPayments);

    public static CustomerLimitChange? ToChange(this LimitsPatch patch, FieldErrors errors)
    {
        Check("single", patch.Single, errors);
        Check("daily", patch.Daily, errors);
        if (patch is { HasInstantPayments: true, InstantPayments: null })
            errors.Add("instantPayments", "true or false is needed.");
        return errors.None
            ? new CustomerLimitChange
            {
                Single = patch.HasSingle ? Optional<long?>.Of(patch.Single) : default,
                Daily = patch.HasDaily ? Optional<long?>.Of(patch.Daily) : default,
                InstantPayments = patch.InstantPayments is { } instant ? Optional<bool>.Of(instant) : default,
            }
            : null;
    }

    private static void Check(string path, long? amount, FieldErrors errors)
    {
        if (amount < Least)
            errors.Add(path, $"At least {Least} minor units are needed.");
    }
}
