using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Audit.Sealing;

/// <inheritdoc cref="IAuditVerifier"/>
internal sealed class AuditVerifier(UserDbContext db, SystemKeys system) : IAuditVerifier
{
    private const string OfSeal = $"SELECT {AuditRow.Columns} FROM audit_entries e WHERE e.id = ANY ($1)";

    // In no seal: either of the last moments, then the queue knows it and the service wrote it, or put there by somebody else.
    private const string Outside =
        $"""
         SELECT u.id IS NOT NULL, {AuditRow.Columns} FROM audit_entries e
         LEFT JOIN (SELECT unnest(entry_ids) AS id FROM audit_seals) s ON s.id = e.id LEFT JOIN audit_unsealed u ON u.id = e.id
         WHERE s.id IS NULL ORDER BY e.id
         """;

    public Task<AuditReport> VerifyAsync(string? expectedHead, CancellationToken ct) =>
        db.AtOneMomentAsync(stop => ReadAllAsync(expectedHead, stop), ct);

    private async Task<AuditReport> ReadAllAsync(string? expectedHead, CancellationToken ct)
    {
        var transaction = db.Database.CurrentTransaction!;
        using var check = new Check(await system.GetAsync(ct), expectedHead);
        check.Keys(await db.AuditKeys.AsNoTracking().ToListAsync(ct));

        // One at a time: a seal of two thousand entries is small, all of them are not.
        AuditSeal? seal = null;
        while ((seal = await NextAsync(seal?.Number ?? 0, ct)) is not null)
            check.Seal(seal, await ReadAsync(seal.EntryIds, transaction, ct));
        await CheckOutsideAsync(check, transaction, ct);
        return check.Report();
    }

    private Task<AuditSeal?> NextAsync(long after, CancellationToken ct) =>
        db.AuditSeals.AsNoTracking().Where(s => s.Number > after).OrderBy(s => s.Number).FirstOrDefaultAsync(ct);

    private async Task<List<AuditRow>> ReadAsync(Guid[] ids, IDbContextTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(OfSeal, Connection, (NpgsqlTransaction)transaction.GetDbTransaction());
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await using var row = await command.ExecuteReaderAsync(ct);
        var rows = new List<AuditRow>(ids.Length);
        while (await row.ReadAsync(ct))
            rows.Add(AuditRow.Read(row));
        return rows;
    }

    private async Task CheckOutsideAsync(Check check, IDbContextTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Outside, Connection, (NpgsqlTransaction)transaction.GetDbTransaction()) { CommandTimeout = 0 }; // reads every entry
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            check.Outside(AuditRow.Read(row, 1), row.GetBoolean(0));
    }

    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>What has been seen so far of one verification.</summary>
    private sealed class Check(SystemKey key, string? expectedHead) : IDisposable
    {
        private readonly List<AuditFault> faults = [];
        private readonly Dictionary<Guid, ECDsa> signers = [];
        private long seals;
        private long entries;
        private long unsealed;
        private long number;
        private byte[] hash = new byte[32];
        private bool headSeen;

        public void Keys(IEnumerable<AuditKey> keys)
        {
            foreach (var one in keys)
            {
                var signer = ECDsa.Create();
                signers[one.Id] = signer;
                try
                {
                    one.OpenInto(signer, key);
                }
                catch (CryptographicException)
                {
                    faults.Add(new AuditFault("seal_forged", null, null, $"the key {one.Id} is not one that this service made"));
                    signers.Remove(one.Id);
                    signer.Dispose();
                }
            }
        }

        public void Seal(AuditSeal seal, List<AuditRow> rows)
        {
            for (var missing = number + 1; missing < seal.Number; missing++)
                faults.Add(new AuditFault("seal_missing", missing, null, "there is no such seal any more"));
            if (!seal.IsWhole())
                faults.Add(new AuditFault("seal_changed", seal.Number, null, "its list of entries, its root or its hash is not what was signed"));
            if (seal.Number == number + 1 && !seal.PreviousHash.AsSpan().SequenceEqual(hash))
                faults.Add(new AuditFault("seal_changed", seal.Number, null, "it does not follow the seal before it"));
            if (!signers.TryGetValue(seal.KeyId, out var signer) || !signer.VerifyHash(seal.Hash, seal.Signature))
                faults.Add(new AuditFault("seal_forged", seal.Number, null, "its signature is not right"));
            (number, hash) = (seal.Number, seal.Hash);
            headSeen |= expectedHead == Head;
            seals++;
            Entries(seal, rows.ToLookup(r => r.Id));
        }

        public void Outside(AuditRow row, bool queued)
        {
            if (queued && row.IsGenuine(key))
                unsealed++;
            else
                faults.Add(new AuditFault("entry_inserted", null, row.Id, queued ? "the service did not write it so" : "no seal holds it, and the service did not add it"));
        }

        public AuditReport Report()
        {
            if (expectedHead is not null && !headSeen)
                faults.Add(new AuditFault("head_missing", null, null, $"the chain does not contain {expectedHead}"));
            return new AuditReport(seals, entries, unsealed, seals == 0 ? null : Head, faults);
        }

        public void Dispose()
        {
            foreach (var signer in signers.Values)
                signer.Dispose();
        }

        private string Head => string.Create(CultureInfo.InvariantCulture, $"{number}:{Convert.ToHexStringLower(hash)}");

        private void Entries(AuditSeal seal, ILookup<Guid, AuditRow> rows)
        {
            for (var i = 0; i < seal.EntryIds.Length; i++)
            {
                var id = seal.EntryIds[i];
                var leaf = seal.LeafOf(i).ToArray();
                var stored = rows[id].ToList();
                var sealedRow = stored.Find(r => r.LeafHash().AsSpan().SequenceEqual(leaf));
                entries++;
                if (stored.Count == 0)
                    faults.Add(new AuditFault("entry_removed", seal.Number, id, "it is not in the table any more"));
                else if (sealedRow is null)
                    faults.Add(new AuditFault("entry_changed", seal.Number, id, "it does not say what was sealed"));
                else if (!sealedRow.IsGenuine(key))
                    faults.Add(new AuditFault("entry_inserted", seal.Number, id, "the service did not write it"));
                if (stored.Count > 1)
                    faults.Add(new AuditFault("entry_inserted", seal.Number, id, "there are several of the same id"));
            }
        }
    }
}
