using UserService.Core.Audit;
using UserService.Core.Kyc.Cases;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Restrictions;

/// <summary>Imposes and lifts restrictions. Adds to the unit of work; the caller saves.</summary>
internal sealed class RestrictionBook(UserDbContext db, TimeProvider time)
{
    /// <summary>CBN 2026: a temporary entry on the watchlist lasts at most 24 hours.</summary>
    private static readonly TimeSpan LongestWatchlisting = TimeSpan.FromHours(24);

    /// <summary>Imposes a restriction, unless a later message has lifted it or it is there already.</summary>
    public void Impose(KycDossier dossier, RestrictionKind kind, string reason, DateTimeOffset startsAt, DateTimeOffset? expiresAt)
    {
        var now = time.GetUtcNow();
        if (kind is RestrictionKind.Watchlist)
            expiresAt = expiresAt is { } end && end < startsAt + LongestWatchlisting ? end : startsAt + LongestWatchlisting;
        if (expiresAt <= now || dossier.Restrictions.Exists(r => r.Kind == kind && r.Reason == reason && r.IsActive(now) && r.StartsAt >= startsAt))
            return;

        // A new entry counts its own 24 hours: the old one has had its own.
        foreach (var old in dossier.Restrictions.Where(r => r.Kind == kind && r.Reason == reason && r.IsActive(now)))
            old.Lift(now);
        var restriction = KycRestriction.Impose(dossier.User.Id, kind, reason, startsAt, expiresAt, now);
        db.KycRestrictions.Add(restriction);
        dossier.Restrictions.Add(restriction);
        Record(AuditActions.RestrictionImposed, dossier, kind, reason, now);
    }

    /// <summary>Lifts what was imposed before <paramref name="decidedAt"/>; what was imposed later stays.</summary>
    public void Lift(KycDossier dossier, RestrictionKind kind, string reason, DateTimeOffset decidedAt)
    {
        var now = time.GetUtcNow();
        var ended = dossier.Restrictions.Where(r => r.Kind == kind && r.Reason == reason && r.IsActive(now) && r.StartsAt <= decidedAt).ToList();
        foreach (var restriction in ended)
            restriction.Lift(now);
        if (ended.Count == 0)
        {
            // Remembered, so that an earlier message that comes later is known for what it is.
            var clearance = KycRestriction.Impose(dossier.User.Id, kind, reason, decidedAt, decidedAt, now);
            clearance.Lift(now);
            db.KycRestrictions.Add(clearance);
        }
        else
            Record(AuditActions.RestrictionLifted, dossier, kind, reason, now);
    }

    private void Record(string action, KycDossier dossier, RestrictionKind kind, string reason, DateTimeOffset now)
    {
        db.AuditEntries.Add(AuditEntry.Of(action, dossier.User.Id, Actor.System, $"{kind} {reason}", now));
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, dossier.User.Id));
    }
}
