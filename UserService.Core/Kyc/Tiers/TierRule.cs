namespace UserService.Core.Kyc.Tiers;

/// <summary>What a tier allows and needs in a country, from a day on. Never changed: the next rule takes its place.</summary>
internal sealed class TierRule
{
    private TierRule()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; private init; } = "";

    public int Tier { get; private init; }

    /// <summary>ISO 4217; limits are in its minor unit (kobo for NGN).</summary>
    public string Currency { get; private init; } = "";

    public long? SingleLimit { get; private init; }

    public long? DailyLimit { get; private init; }

    public long? BalanceLimit { get; private init; }

    /// <summary>Each a kind of check on the wire, or several of which one is enough: <c>bvn|nin</c>.</summary>
    public string[] Requirements { get; private init; } = [];

    public DateTimeOffset EffectiveFrom { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public static TierRule Of(TierRuleProposal p, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Country = p.Country,
        Tier = p.Tier,
        Currency = p.Currency,
        SingleLimit = p.SingleLimit,
        DailyLimit = p.DailyLimit,
        BalanceLimit = p.BalanceLimit,
        Requirements = [.. p.Requirements],
        EffectiveFrom = p.EffectiveFrom,
        CreatedAt = now,
    };

    public TierRuleView ToView() => new(Id, Country, Tier, Currency, SingleLimit, DailyLimit, BalanceLimit, Requirements, EffectiveFrom, CreatedAt);
}
