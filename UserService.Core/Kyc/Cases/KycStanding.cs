namespace UserService.Core.Kyc.Cases;

/// <summary>Since when a customer has her tier, and when it has to be renewed.</summary>
internal sealed class KycStanding
{
    private KycStanding()
    {
    }

    public Guid UserId { get; private init; }

    public DateTimeOffset GrantedAt { get; private set; }

    /// <summary>The customer has to prove again then what may have changed.</summary>
    public DateTimeOffset ReviewDueAt { get; private set; }

    /// <summary>Set when renewal was asked for: address, selfie and document decided before do not count any more.</summary>
    public DateTimeOffset? RenewalSince { get; private set; }

    /// <summary>Set when renewal was not done in time and money was held back.</summary>
    public DateTimeOffset? RestrictedAt { get; private set; }

    public static KycStanding Grant(Guid userId, DateTimeOffset now, DateTimeOffset reviewDueAt) => new() { UserId = userId, GrantedAt = now, ReviewDueAt = reviewDueAt };

    public void Renew(DateTimeOffset now, DateTimeOffset reviewDueAt) => (GrantedAt, ReviewDueAt, RenewalSince, RestrictedAt) = (now, reviewDueAt, null, null);

    public void AskForRenewal(DateTimeOffset now) => RenewalSince ??= now;

    public void Restrict(DateTimeOffset now) => RestrictedAt ??= now;
}
