namespace UserService.Core.Entitlements;

/// <summary>
/// What a customer may do with money now: the one authority, for payments and for the customer's own app.
/// </summary>
public interface IEntitlements
{
    /// <summary>For the customer, who expects to see what she has just changed: read from the database, in one round trip. Null where there is no such customer.</summary>
    Task<Entitlement?> GetAsync(Guid userId, EntitledDevice device, CancellationToken ct);

    /// <summary>
    /// For services, which ask before each payment: mostly from this host's memory, which hears of a freeze, a tier, a limit, a restriction or a
    /// device within 0.3 s of its commit and is not believed once it could be older than a second. Null where there is no such customer.
    /// </summary>
    ValueTask<Entitlement?> RecallAsync(Guid userId, EntitledDevice device, CancellationToken ct);
}

/// <summary>Which device the customer uses, for the cap on new ones.</summary>
public abstract record EntitledDevice
{
    private EntitledDevice()
    {
    }

    /// <summary>The device of a session.</summary>
    public sealed record OfSession(Guid SessionId) : EntitledDevice;

    /// <summary>A device of the customer; another's, or none, counts as new.</summary>
    public sealed record WithId(Guid DeviceId) : EntitledDevice;

    /// <summary>Not known: the newest that the customer has counts, so that not saying it evades no cap.</summary>
    public sealed record Newest : EntitledDevice
    {
        public static readonly Newest Instance = new();
    }
}

/// <summary>What a customer may do with money now. Amounts are in the currency's minor unit (kobo for NGN).</summary>
/// <param name="Tier">0 to 3.</param>
/// <param name="Currency">ISO 4217; <c>XXX</c>, no currency, where the bank has no rules for customers of the country.</param>
/// <param name="CanDebit">Whether money may leave. Where not, the limits on payments are 0.</param>
/// <param name="CanCredit">Whether money may come in.</param>
/// <param name="SingleLimit">The largest payment; null for no limit.</param>
/// <param name="DailyLimit">The sum of a day's payments; null for no limit.</param>
/// <param name="BalanceLimit">The largest balance; null for no limit.</param>
/// <param name="InstantLimit">The largest instant payment; 0 where the customer has switched them off.</param>
/// <param name="Restrictions">Why less is allowed than the tier would.</param>
public sealed record Entitlement(
    Guid UserId, int Tier, string Currency, bool CanDebit, bool CanCredit, long? SingleLimit, long? DailyLimit, long? BalanceLimit, long? InstantLimit,
    IReadOnlyList<EntitlementRestriction> Restrictions, DateTimeOffset? DeviceFirstSeenAt, DateTimeOffset? DeviceNewUntil, CustomerLimits CustomerLimits);

/// <summary>Something that holds money back.</summary>
/// <param name="Code"><c>no_identity</c>, <c>account_pending</c>, <c>account_frozen</c>, <c>account_suspended</c>, <c>new_device</c>, <c>post_no_debit</c>, <c>post_no_credit</c> or <c>watchlist</c>.</param>
/// <param name="Reason">Why, where the code does not say it all.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record EntitlementRestriction(string Code, string Reason, DateTimeOffset? Until);

/// <summary>Limits that the customer has set below those of her tier.</summary>
/// <param name="Revision">Counts changes; the ETag. 0 before the first.</param>
public sealed record CustomerLimits(long? Single, long? Daily, bool InstantPayments, int Revision)
{
    public static readonly CustomerLimits None = new(null, null, true, 0);
}
