using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Kyc;

/// <summary>What each tier allows and needs, from which day on. Rules are never changed: a later one takes the place of an earlier.</summary>
public interface ILimitService
{
    /// <summary>All rules of a country, past and future, by tier and day.</summary>
    Task<IReadOnlyList<TierRuleView>> ListAsync(string country, CancellationToken ct);

    /// <summary>What is wrong with a proposal, by itself or beside the rules of the neighbouring tiers; null where it may be put to the second person.</summary>
    Task<Error?> ValidateAsync(TierRuleProposal proposal, CancellationToken ct);

    /// <summary>Puts a rule in force from its day on. Called once a second person has agreed; every host knows within a second.</summary>
    Task<Error?> ApplyAsync(TierRuleProposal proposal, Actor actor, CancellationToken ct);
}

/// <summary>A rule to be.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Tier">0 to 3.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="SingleLimit">Largest single payment in minor units; null for no limit.</param>
/// <param name="DailyLimit">Sum of a day's payments in minor units; null for no limit.</param>
/// <param name="BalanceLimit">Largest balance in minor units; null for no limit.</param>
/// <param name="Requirements">What must be proven, each such as <c>bvn</c>, or <c>bvn|nin</c> where one of several is enough.</param>
/// <param name="EffectiveFrom">Not in the past.</param>
public sealed record TierRuleProposal(
    string Country, int Tier, string Currency, long? SingleLimit, long? DailyLimit, long? BalanceLimit, IReadOnlyList<string> Requirements, DateTimeOffset EffectiveFrom);

/// <summary>A rule as it stands.</summary>
public sealed record TierRuleView(
    Guid Id, string Country, int Tier, string Currency, long? SingleLimit, long? DailyLimit, long? BalanceLimit, IReadOnlyList<string> Requirements, DateTimeOffset EffectiveFrom,
    DateTimeOffset CreatedAt);
