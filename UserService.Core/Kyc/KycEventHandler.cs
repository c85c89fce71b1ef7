using Microsoft.EntityFrameworkCore;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Restrictions;
using UserService.Core.Kyc.Verification;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc;

/// <inheritdoc cref="IKycEvents"/>
internal sealed class KycEventHandler(UserDbContext db, KycDossiers dossiers, CheckDecisions decisions, RestrictionBook restrictions) : IKycEvents
{
    /// <summary>The platform's KYC service as a verifier: see <c>Kyc:Verifiers</c>.</summary>
    internal const string Platform = "platform";

    public Task CompletedAsync(KycVerificationCompleted @event, CancellationToken ct) =>
        AnswerAsync(@event.UserId, @event.CheckId, new IdentityAnswer.Confirmed(@event.Score), ct);

    public Task FailedAsync(KycVerificationFailed @event, CancellationToken ct) =>
        AnswerAsync(@event.UserId, @event.CheckId, new IdentityAnswer.Denied(@event.Reason), ct);

    public async Task WatchlistChangedAsync(KycWatchlistChanged @event, CancellationToken ct)
    {
        if (await dossiers.FindAsync(@event.UserId, ct) is not { } dossier)
            return;
        if (!@event.Listed)
            restrictions.Lift(dossier, RestrictionKind.Watchlist, RestrictionReasons.Watchlisted, @event.OccurredAt);
        else if (!await WasLiftedLaterAsync(@event, ct))
            restrictions.Impose(dossier, RestrictionKind.Watchlist, RestrictionReasons.Watchlisted, @event.OccurredAt, @event.ExpiresAt);
    }

    private async Task AnswerAsync(Guid userId, Guid checkId, IdentityAnswer answer, CancellationToken ct)
    {
        if (await dossiers.FindAsync(userId, ct) is { } dossier && dossier.Checks.Find(c => c.Id == checkId) is { } check)
            await decisions.ApplyAsync(check, dossier, Platform, answer, ct);
    }

    // The two events may come the other way round: then the earlier "listed" must not undo the later "not listed".
    private Task<bool> WasLiftedLaterAsync(KycWatchlistChanged @event, CancellationToken ct) => db.KycRestrictions
        .AnyAsync(r => r.UserId == @event.UserId && r.Kind == RestrictionKind.Watchlist && r.LiftedAt != null && r.StartsAt >= @event.OccurredAt, ct);
}
