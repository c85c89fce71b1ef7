using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Persistence;

namespace UserService.Core.Privacy.Holds;

/// <inheritdoc cref="ILegalHoldService"/>
internal sealed class LegalHoldService(UserDbContext db, TimeProvider time) : ILegalHoldService
{
    public Task<LegalHoldView?> PlaceAsync(Guid userId, string reason, Actor actor, CancellationToken ct) => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        db.ChangeTracker.Clear(); // it may be run again

        // The row of the user is locked: an erasure that runs now either ends before the hold or sees it.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if ((await db.Users.FromSql($"SELECT *, xmin FROM users WHERE id = {userId} AND status <> 'Erased' FOR UPDATE").AsNoTracking().ToListAsync(ct)).Count == 0)
            return null;
        var now = time.GetUtcNow();
        var hold = LegalHold.Place(Guid.CreateVersion7(now), userId, reason, actor.Id ?? actor.Type, now);
        db.LegalHolds.Add(hold);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LegalHoldPlaced, userId, actor, reason, now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return View(hold);
    });

    public Task<bool> ReleaseAsync(Guid userId, Guid holdId, string reason, Actor actor, CancellationToken ct) => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        db.ChangeTracker.Clear(); // it may be run again

        // The row of the hold is locked: of several who release it at once the later ones find it released.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT FROM legal_holds WHERE id = {holdId} FOR UPDATE", ct);
        if (await db.LegalHolds.SingleOrDefaultAsync(h => h.Id == holdId && h.UserId == userId && h.ReleasedAt == null, ct) is not { } hold)
            return false;
        var now = time.GetUtcNow();
        hold.Release(actor.Id ?? actor.Type, now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LegalHoldReleased, userId, actor, reason, now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    });

    public async Task<IReadOnlyList<LegalHoldView>?> ListAsync(Guid userId, CancellationToken ct) => await db.Users.AnyAsync(u => u.Id == userId, ct)
        ? [.. (await db.LegalHolds.AsNoTracking().Where(h => h.UserId == userId).OrderByDescending(h => h.PlacedAt).ToListAsync(ct)).Select(View)]
        : null;

    public Task<bool> IsHeldAsync(Guid userId, CancellationToken ct) => db.LegalHolds.AnyAsync(h => h.UserId == userId && h.ReleasedAt == null, ct);

    private static LegalHoldView View(LegalHold h) => new(h.Id, h.Reason, h.PlacedBy, h.PlacedAt, h.ReleasedBy, h.ReleasedAt);
}
