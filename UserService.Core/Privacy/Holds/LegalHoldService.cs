using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Persistence;

namespace UserService.Core.Privacy.Holds;

/// <inheritdoc cref="ILegalHoldService"/>
internal sealed class LegalHoldService(UserDbContext db, TimeProvider time) : ILegalHoldService
{
    public Task<LegalHoldView?> PlaceAsync(Guid userId, string reason, Actor actor, CancellationToken ct) => db.InTransactionAsync(
        Turns.OfUser(userId), // an erasure that runs now either ends before the hold or sees it
        async stop =>
        {
            if (!await db.Users.AnyAsync(u => u.Id == userId && u.Status != UserStatus.Erased, stop))
                return null;
            var now = time.GetUtcNow();
            var hold = LegalHold.Place(Guid.CreateVersion7(now), userId, reason, actor.Id ?? actor.Type, now);
            db.LegalHolds.Add(hold);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.LegalHoldPlaced, userId, actor, reason, now));
            await db.SaveChangesAsync(stop);
            return View(hold);
        },
        ct);

    public Task<bool> ReleaseAsync(Guid userId, Guid holdId, string reason, Actor actor, CancellationToken ct) => db.InTransactionAsync(
        $"SELECT FROM legal_holds WHERE id = {holdId} FOR UPDATE", // of several who release it at once the later ones find it released
        async stop =>
        {
            if (await db.LegalHolds.SingleOrDefaultAsync(h => h.Id == holdId && h.UserId == userId && h.ReleasedAt == null, stop) is not { } hold)
                return false;
            var now = time.GetUtcNow();
            hold.Release(actor.Id ?? actor.Type, now);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.LegalHoldReleased, userId, actor, reason, now));
            await db.SaveChangesAsync(stop);
            return true;
        },
        ct);

    public async Task<IReadOnlyList<LegalHoldView>?> ListAsync(Guid userId, CancellationToken ct) => await db.Users.AnyAsync(u => u.Id == userId, ct)
        ? [.. (await db.LegalHolds.AsNoTracking().Where(h => h.UserId == userId).OrderByDescending(h => h.PlacedAt).ToListAsync(ct)).Select(View)]
        : null;

    public Task<bool> IsHeldAsync(Guid userId, CancellationToken ct) => db.LegalHolds.AnyAsync(h => h.UserId == userId && h.ReleasedAt == null, ct);

    private static LegalHoldView View(LegalHold h) => new(h.Id, h.Reason, h.PlacedBy, h.PlacedAt, h.ReleasedBy, h.ReleasedAt);
}
