using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Persistence;

namespace UserService.Core.Messaging.DeadLetters;

/// <inheritdoc cref="IDeadLetters"/>
internal sealed class DeadLetterBox(UserDbContext db, TimeProvider time) : IDeadLetters
{
    public async Task<DeadLetterPage> ListAsync(Guid? before, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= 100, true, nameof(limit));
        var incoming = await db.DeadLetters.AsNoTracking()
            .Where(l => l.ReplayRequestedAt == null && l.DiscardedAt == null && (before == null || l.Id < before))
            .OrderByDescending(l => l.Id).Take(limit + 1)
            .Select(l => new DeadLetterView(l.Id, true, l.Origin, l.Type, l.EventId, l.Subject, l.Reason, l.Attempts, l.Bytes, l.FailedAt))
            .ToListAsync(ct);
        var outgoing = await db.OutboxMessages.AsNoTracking()
            .Where(m => m.AbandonedAt != null && m.SentAt == null && (before == null || m.Id < before))
            .OrderByDescending(m => m.Id).Take(limit + 1)
            .Select(m => new DeadLetterView(
                m.Id, false, Topology.Events, m.Type, m.Id.ToString(), m.UserId.ToString(), m.LastError ?? "unknown", m.Attempts, 0, m.AbandonedAt!.Value))
            .ToListAsync(ct);

        // PostgreSQL's order of uuids is that of their bytes, which is Guid's own; version 7 begins with the time.
        var all = incoming.Concat(outgoing).OrderByDescending(l => l.Id).Take(limit + 1).ToList();
        return all.Count > limit ? new DeadLetterPage(all[..limit], all[limit - 1].Id) : new DeadLetterPage(all, null);
    }

    public async Task<bool> ReplayAsync(Guid id, Actor actor, string? reason, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await FindAsync(id, ct) is { } letter)
        {
            letter.RequestReplay(now);
            return await SaveAsync(AuditActions.DeadLetterReplayed, id, actor, reason, now, ct);
        }

        return await OutgoingAsync(
            id, AuditActions.DeadLetterReplayed, actor, reason,
            $"UPDATE outbox_messages SET abandoned_at = NULL, attempts = 0, next_attempt_at = {now} WHERE id = {id} AND abandoned_at IS NOT NULL AND sent_at IS NULL", ct);
    }

    public async Task<bool> DiscardAsync(Guid id, Actor actor, string reason, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await FindAsync(id, ct) is { } letter)
        {
            letter.Discard(now);
            return await SaveAsync(AuditActions.DeadLetterDiscarded, id, actor, reason, now, ct);
        }

        // Counted as settled, so that its partition can go; last_error says that it was never sent.
        return await OutgoingAsync(
            id, AuditActions.DeadLetterDiscarded, actor, reason,
            $"UPDATE outbox_messages SET sent_at = {now}, last_error = 'discarded' WHERE id = {id} AND abandoned_at IS NOT NULL AND sent_at IS NULL", ct);
    }

    private Task<DeadLetter?> FindAsync(Guid id, CancellationToken ct) =>
        db.DeadLetters.SingleOrDefaultAsync(l => l.Id == id && l.ReplayRequestedAt == null && l.DiscardedAt == null, ct);

    private async Task<bool> SaveAsync(string action, Guid id, Actor actor, string? reason, DateTimeOffset now, CancellationToken ct)
    {
        db.AuditEntries.Add(AuditEntry.Of(action, subject: null, actor, Because(id, reason), now));
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // somebody else has decided meanwhile
        }
    }

    private Task<bool> OutgoingAsync(Guid id, string action, Actor actor, string? reason, FormattableString update, CancellationToken ct) =>
        db.InTransactionAsync(
            turn: null,
            async stop =>
            {
                if (await db.Database.ExecuteSqlAsync(update, stop) == 0)
                    return false;
                db.AuditEntries.Add(AuditEntry.Of(action, subject: null, actor, Because(id, reason), time.GetUtcNow()));
                await db.SaveChangesAsync(stop);
                return true;
            },
            ct);

    private static string Because(Guid id, string? reason) => reason is null ? id.ToString() : $"{id}: {reason}"[..Math.Min(500, 38 + reason.Length)];
}
