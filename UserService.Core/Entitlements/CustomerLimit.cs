namespace UserService.Core.Entitlements;

/// <summary>Limits that a customer has set for herself.</summary>
internal sealed class CustomerLimit
{
    private CustomerLimit()
    {
    }

    public Guid UserId { get; private init; }

    /// <summary>In minor units of the tier's currency.</summary>
    public long? SingleLimit { get; private set; }

    public long? DailyLimit { get; private set; }

    public bool InstantPayments { get; private set; } = true;

    /// <summary>Counts changes; the ETag.</summary>
    public int Revision { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public static CustomerLimit For(Guid userId) => new() { UserId = userId };

    /// <summary>False where nothing differs.</summary>
    public bool Change(long? single, long? daily, bool instantPayments, DateTimeOffset now)
    {
        if ((single, daily, instantPayments) == (SingleLimit, DailyLimit, InstantPayments))
            return false;
        (SingleLimit, DailyLimit, InstantPayments, UpdatedAt) = (single, daily, instantPayments, now);
        Revision++;
        return true;
    }

    public CustomerLimits ToView() => new(SingleLimit, DailyLimit, InstantPayments, Revision);
}
