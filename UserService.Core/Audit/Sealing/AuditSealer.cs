using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Audit.Sealing;

/// <summary>
/// Seals entries in the order of their commits: a trigger puts each new one into <c>audit_unsealed</c>, from where a batch moves into a seal
/// in one transaction. Of several Workers one seals; the others find the lock taken.
/// </summary>
internal sealed class AuditSealer(UserDbContext db, SystemKeys system, IOptions<AuditOptions> options, TimeProvider time)
{
    // Any number that no other advisory lock of this database has.
    private const long LockId = 0x61_75_64_69_74_73;

    // What was deleted between its insertion and now leaves its id in the queue, and so a leaf that says so.
    private const string Take =
        $"""
         WITH taken AS (DELETE FROM audit_unsealed WHERE id IN (SELECT id FROM audit_unsealed ORDER BY id LIMIT $1) RETURNING id, occurred_at)
         SELECT t.id, {AuditRow.Columns} FROM taken t LEFT JOIN audit_entries e ON e.id = t.id AND e.occurred_at = t.occurred_at ORDER BY t.id
         """;

    /// <summary>Makes one seal; null where there is nothing to seal, or somebody else is at it.</summary>
    public Task<AuditSeal?> SealAsync(CancellationToken ct) => db.InTransactionAsync(
        turn: null, // whoever finds it taken leaves
        async stop =>
        {
            if (!await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({LockId}) AS \"Value\"").SingleAsync(stop))
                return null;
            var entries = await TakeAsync(db.Database.CurrentTransaction!, stop);
            if (entries.Count == 0)
                return null;
            var last = await db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).Select(s => new { s.Number, s.Hash }).FirstOrDefaultAsync(stop);
            using var signer = ECDsa.Create();
            var keyId = await OpenKeyAsync(signer, stop);
            var seal = AuditSeal.Close((last?.Number ?? 0) + 1, last?.Hash ?? new byte[32], entries, keyId, signer, time.GetUtcNow());
            db.AuditSeals.Add(seal);
            await db.SaveChangesAsync(stop);
            return seal;
        },
        ct);

    private async Task<List<(Guid Id, byte[] Leaf)>> TakeAsync(IDbContextTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Take, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.Value.BatchSize });
        await using var row = await command.ExecuteReaderAsync(ct);
        var entries = new List<(Guid, byte[])>();
        while (await row.ReadAsync(ct))
        {
            var id = row.GetGuid(0);
            entries.Add((id, await row.IsDBNullAsync(1, ct) ? AuditRow.MissingLeafHash(id) : AuditRow.Read(row, 1).LeafHash()));
        }

        return entries;
    }

    private async Task<Guid> OpenKeyAsync(ECDsa signer, CancellationToken ct)
    {
        var key = await db.AuditKeys.OrderByDescending(k => k.CreatedAt).FirstOrDefaultAsync(ct);
        var systemKey = await system.GetAsync(ct);
        if (key is null)
            db.AuditKeys.Add(key = AuditKey.Make(systemKey, time.GetUtcNow()));
        key.OpenInto(signer, systemKey);
        return key.Id;
    }
}
