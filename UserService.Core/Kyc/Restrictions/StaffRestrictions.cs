using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Restrictions;

/// <inheritdoc cref="IStaffRestrictions"/>
internal sealed class StaffRestrictions(UserDbContext db, TimeProvider time) : IStaffRestrictions
{
    private static readonly Error Restricted = new("already_restricted", ErrorKind.Conflict, "Staff hold that back already.");
    private static readonly Error Over = new("expiry_in_the_past", ErrorKind.Unprocessable, "A restriction ends in the future or not by itself.");
    private static readonly Error NotByStaff = new("not_set_by_staff", ErrorKind.Conflict, "It ends by what brought it about: a renewal, or the watchlist.");

    public async Task<IReadOnlyList<RestrictionView>?> ListAsync(Guid userId, CancellationToken ct)
    {
        if (!await db.Users.AnyAsync(u => u.Id == userId, ct))
            return null;
        var now = time.GetUtcNow();

        // One that ended when it began only remembers that an earlier message came too late.
        return [.. (await db.KycRestrictions.AsNoTracking().Where(r => r.UserId == userId && r.ExpiresAt != r.StartsAt).OrderByDescending(r => r.Id).ToListAsync(ct)).Select(r => View(r, now))];
    }

    public Task<RestrictResult> ImposeAsync(Guid userId, string kind, DateTimeOffset? expiresAt, string reason, Actor actor, CancellationToken ct) =>
        db.InTransactionAsync<RestrictResult>(
            Turns.OfUser(userId), // of two at once the second sees the first
            async stop =>
            {
                if (!await db.Users.AnyAsync(u => u.Id == userId && u.Status != UserStatus.Erased, stop))
                    return new RestrictResult.Failed(CommonErrors.NotFound);
                var (now, what) = (time.GetUtcNow(), kind == "post_no_credit" ? RestrictionKind.PostNoCredit : RestrictionKind.PostNoDebit);
                if (expiresAt <= now)
                    return new RestrictResult.Failed(Over);
                if ((await OfStaff(userId).Where(r => r.Kind == what).ToListAsync(stop)).Exists(r => r.IsActive(now)))
                    return new RestrictResult.Failed(Restricted);
                var restriction = KycRestriction.Impose(userId, what, RestrictionReasons.SetByStaff, now, expiresAt?.ToUniversalTime(), now);
                db.KycRestrictions.Add(restriction);
                Record(AuditActions.RestrictionImposed, restriction, reason, actor, now);
                await db.SaveChangesAsync(stop);
                return new RestrictResult.Imposed(View(restriction, now));
            },
            ct);

    /// <summary>Whether staff could lift it now; null where they could.</summary>
    public async Task<Error?> CheckAsync(Guid userId, Guid id, CancellationToken ct) => await FindAsync(userId, id, ct) switch
    {
        null => CommonErrors.NotFound,
        { Reason: not RestrictionReasons.SetByStaff } => NotByStaff,
        _ => null,
    };

    /// <summary>Lifts it in the unit of work; the caller saves.</summary>
    public async Task<Error?> StageLiftAsync(Guid userId, Guid id, string reason, Actor actor, CancellationToken ct)
    {
        if (await CheckAsync(userId, id, ct) is { } fault)
            return fault;
        var (restriction, now) = ((await FindAsync(userId, id, ct))!, time.GetUtcNow());
        restriction.Lift(now);
        Record(AuditActions.RestrictionLifted, restriction, reason, actor, now);
        return null;
    }

    private async Task<KycRestriction?> FindAsync(Guid userId, Guid id, CancellationToken ct) =>
        await db.KycRestrictions.SingleOrDefaultAsync(r => r.Id == id && r.UserId == userId, ct) is { } found && found.IsActive(time.GetUtcNow()) ? found : null;

    private IQueryable<KycRestriction> OfStaff(Guid userId) => db.KycRestrictions.AsNoTracking().Where(r => r.UserId == userId && r.Reason == RestrictionReasons.SetByStaff && r.LiftedAt == null);

    private void Record(string action, KycRestriction restriction, string reason, Actor actor, DateTimeOffset now)
    {
        db.AuditEntries.Add(AuditEntry.Of(action, restriction.UserId, actor, $"{restriction.Kind} {restriction.Reason}: {reason}", now));
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, restriction.UserId));
    }

    private static RestrictionView View(KycRestriction r, DateTimeOffset now) => new(r.Id, KycStatusReader.Code(r.Kind), r.Reason, r.IsActive(now), r.StartsAt, r.ExpiresAt, r.LiftedAt);
}
