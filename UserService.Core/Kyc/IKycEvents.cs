namespace UserService.Core.Kyc;

/// <summary>
/// What events of the platform's KYC service do here. The caller is a consumer that saves them together with its inbox row: these methods
/// add to the <c>UserDbContext</c> of the scope and never save. Events that come twice, late or out of order change nothing.
/// </summary>
public interface IKycEvents
{
    /// <summary><c>kyc.verification_completed.v1</c>: the answer to a check that was pending.</summary>
    Task CompletedAsync(KycVerificationCompleted @event, CancellationToken ct);

    /// <summary><c>kyc.verification_failed.v1</c>: the check was refused.</summary>
    Task FailedAsync(KycVerificationFailed @event, CancellationToken ct);

    /// <summary><c>kyc.watchlist_changed.v1</c>: a person was put on a watchlist or taken off it.</summary>
    Task WatchlistChangedAsync(KycWatchlistChanged @event, CancellationToken ct);
}

/// <summary>A check ended well.</summary>
/// <param name="CheckId">The check that was asked for; unknown ids change nothing.</param>
/// <param name="Score">How sure the verifier is, 0 to 1; compared with <c>Kyc:PassScore</c> and <c>Kyc:ReviewScore</c>.</param>
/// <param name="OccurredAt">When it was decided there.</param>
public sealed record KycVerificationCompleted(Guid UserId, Guid CheckId, decimal Score, DateTimeOffset OccurredAt);

/// <summary>A check was refused.</summary>
/// <param name="Reason">One of <see cref="KycReasons"/>; another text counts as <see cref="KycReasons.Mismatch"/>.</param>
public sealed record KycVerificationFailed(Guid UserId, Guid CheckId, string Reason, DateTimeOffset OccurredAt);

/// <summary>A person was put on a watchlist or taken off it.</summary>
/// <param name="Listed">False where the person was taken off.</param>
/// <param name="OccurredAt">Of two events the later one counts, in whatever order they come.</param>
/// <param name="ExpiresAt">When the entry ends by itself; it is kept to at most 24 h (CBN 2026) whatever is said here.</param>
public sealed record KycWatchlistChanged(Guid UserId, bool Listed, DateTimeOffset OccurredAt, DateTimeOffset? ExpiresAt = null);
