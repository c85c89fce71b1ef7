using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Protection;
using UserService.Core.Sessions;
using UserService.Core.Storage;

namespace UserService.Core.Privacy.Erasures;

/// <summary>
/// Carries erasures out: the files first (an outage of the store puts it off with nothing lost), then in ONE transaction everything in the database, the data key included,
/// without which what backups still hold cannot be read.
/// </summary>
internal sealed class ErasureWork(UserDbContext db, PersonalDataMap map, IStorageService storage, SessionRevoker revoker, UserKeys keys, TimeProvider time, ILogger<ErasureWork> log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>False when none is due.</summary>
    public async Task<bool> DoOneAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var erasure = (await db.Erasures.FromSql(
            $"""
            UPDATE erasures SET next_attempt_at = {now + Lease}
            WHERE id = (SELECT id FROM erasures e WHERE state = 'Scheduled' AND next_attempt_at <= {now}
                          AND NOT EXISTS (SELECT FROM legal_holds h WHERE h.user_id = e.user_id AND h.released_at IS NULL)
                        ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *, xmin
            """).ToListAsync(ct)).SingleOrDefault();
        if (erasure is null)
            return false;
        try
        {
            await RemoveFilesAsync(erasure.UserId, ct);
            if (await db.InTransactionAsync(turn: null, stop => EraseAsync(erasure.Id, erasure.UserId, stop), ct))
                Log.Erased(log, erasure.UserId);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.ErasureFailed(log, erasure.Id, e); // the lease ends, and it is tried again
        }

        return true;
    }

    private async Task RemoveFilesAsync(Guid userId, CancellationToken ct)
    {
        foreach (var file in await db.StoredFiles.AsNoTracking().Where(f => f.UserId == userId).ToListAsync(ct))
        {
            foreach (var part in file.Parts)
                await storage.DeleteAsync(file.KeyOf(part), ct);
        }
    }

    private async Task<bool> EraseAsync(Guid erasureId, Guid userId, CancellationToken ct)
    {
        // Who places a hold locks the same row first.
        var user = (await db.Users.FromSql($"SELECT *, xmin FROM users WHERE id = {userId} FOR UPDATE").ToListAsync(ct)).Single();
        if (user.Status is UserStatus.Erased || await db.LegalHolds.AnyAsync(h => h.UserId == userId && h.ReleasedAt == null, ct))
            return false;
        var now = time.GetUtcNow();
        var erasure = await db.Erasures.SingleAsync(e => e.Id == erasureId, ct);
        if (erasure.State is not ErasureState.Scheduled)
            return false; // cancelled a moment ago
        var ended = await revoker.StageAllAsync(userId, _ => true, RevocationReasons.AccountErased, Actor.System, ct);
        erasure.Complete(now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.Erased, userId, Actor.System, reason: null, now));
        db.Raise(new UserStatusChanged(userId, UserStatus.Erased.ToWire(), "erased_by_user"), now);
        db.Raise(new UserErased(userId), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, userId));
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.UserKey, userId));
        await db.SaveChangesAsync(ct);
        await EraseTablesAsync(userId, ct);
        keys.Forget(userId);
        ended.Committed();
        return true;
    }

    private async Task EraseTablesAsync(Guid userId, CancellationToken ct)
    {
        foreach (var (table, rule) in map.Tables.Where(t => t.Value.Owner is not null))
        {
            // Names and conditions come from the map, which is part of the program; the customer's id is a parameter.
            var statement = rule.Erase switch
            {
                "delete" => $"DELETE FROM {table} WHERE {rule.Owner}",
                ['s', 'e', 't', ':', .. var assignments] => $"UPDATE {table} SET {assignments} WHERE {rule.Owner}",
                _ => null, // kept, and the map says why
            };
            if (statement is not null)
                await db.Database.ExecuteSqlRawAsync(statement.Replace("$1", "{0}", StringComparison.Ordinal), [userId], ct);
        }
    }
}
