using UserService.Core.Accounts;
using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Restrictions;

namespace UserService.Core.Kyc.Cases;

/// <summary>All that is known of a customer's verification, tracked by the context that it was read with.</summary>
/// <param name="Checks">All attempts, the oldest first.</param>
/// <param name="Case">The open case, else the newest.</param>
internal sealed record KycDossier(User User, List<KycCheck> Checks, KycCase? Case, KycStanding? Standing, List<KycRestriction> Restrictions)
{
    // A BVN, a NIN and an account stay a person's own; where she lives, how she looks and her papers change.
    private static readonly HashSet<KycCheckKind> Renewable = [KycCheckKind.Address, KycCheckKind.Selfie, KycCheckKind.Document];

    public KycCase? OpenCase => Case is { IsOpen: true } open ? open : null;

    /// <summary>The tier that comes next: the one above, or the present one where it has to be renewed.</summary>
    public int NextTier => Standing?.RenewalSince is null ? Math.Min(3, User.KycTier + 1) : User.KycTier;

    /// <summary>The attempt that counts.</summary>
    public KycCheck? Current(KycCheckKind kind)
    {
        var newest = Checks.FindLast(c => c.Kind == kind);

        // Failing to renew takes nothing away before the renewal is due; what was proven before the renewal was asked for is not enough for it.
        return newest is { State: KycCheckState.Passed, DecidedAt: { } at } && Renewable.Contains(kind) && Standing?.RenewalSince > at ? null : newest;
    }

    /// <summary>A check came upon the watchlist, and nobody has looked at it since: neither the end of the restriction nor another try undoes that.</summary>
    public bool HasUnseenHit => Checks.Exists(c => c is { State: KycCheckState.Doubtful, Reason: KycReasons.Watchlisted } && !(Standing?.GrantedAt >= c.DecidedAt));

    public bool IsWatchlisted(DateTimeOffset now) => Restrictions.Exists(r => r.Kind is RestrictionKind.Watchlist && r.IsActive(now));

    public override string ToString() => $"[dossier of {User.Id}]";
}
