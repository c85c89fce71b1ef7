using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using UserService.Core.Protection;

namespace UserService.Core.Audit.Sealing;

/// <summary>An entry as it is stored, and the bytes that stand for it in hashes: every member with its length, so that none can be moved into another.</summary>
internal sealed record AuditRow(
    Guid Id, DateTimeOffset OccurredAt, string Action, string ActorType, string? ActorId, Guid? SubjectId, Guid? SessionId, string? Address, string? Reason,
    byte[]? BeforeHash, byte[]? AfterHash, byte[] Mac)
{
    public const string Columns =
        "e.id, e.occurred_at, e.action, e.actor_type, e.actor_id, e.subject_id, e.session_id, e.address, e.reason, e.before_hash, e.after_hash, e.mac";

    private const string MacPurpose = "audit-entry";

    public static AuditRow Of(AuditEntry e) => new(
        e.Id, e.OccurredAt, e.Action, e.ActorType, e.ActorId, e.SubjectId, e.SessionId, e.Address, e.Reason, e.BeforeHash, e.AfterHash, e.Mac);

    public static AuditRow Read(NpgsqlDataReader row, int at = 0) => new(
        row.GetGuid(at), row.GetFieldValue<DateTimeOffset>(at + 1), row.GetString(at + 2), row.GetString(at + 3), Text(row, at + 4), Uuid(row, at + 5), Uuid(row, at + 6),
        Text(row, at + 7), Text(row, at + 8), Bytes(row, at + 9), Bytes(row, at + 10), Bytes(row, at + 11) ?? []);

    /// <summary>Shows that the service wrote it: nobody who has only the database can make one.</summary>
    public byte[] ComputeMac(SystemKey key)
    {
        var mac = new byte[HMACSHA256.HashSizeInBytes];
        key.Authenticate(MacPurpose, Canonical(), mac);
        return mac;
    }

    public bool IsGenuine(SystemKey key) => CryptographicOperations.FixedTimeEquals(ComputeMac(key), Mac);

    /// <summary>Its leaf in the tree of a seal (RFC 9162 §2.1.1: leaves and nodes are hashed apart).</summary>
    public byte[] LeafHash() => SHA256.HashData([0, .. Canonical(), .. Mac]);

    /// <summary>The leaf of an entry that was gone before it was sealed.</summary>
    public static byte[] MissingLeafHash(Guid id) => SHA256.HashData([2, .. id.ToByteArray(bigEndian: true)]);

    private byte[] Canonical()
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        Write(bytes, Id.ToByteArray(bigEndian: true));
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(8), OccurredAt.ToUnixTimeMilliseconds() * 1000 + OccurredAt.Microsecond);
        bytes.Advance(8);
        foreach (var text in (string?[])[Action, ActorType, ActorId, SubjectId?.ToString("N"), SessionId?.ToString("N"), Address, Reason])
            Write(bytes, text is null ? null : Encoding.UTF8.GetBytes(text));
        Write(bytes, BeforeHash);
        Write(bytes, AfterHash);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> to, byte[]? value)
    {
        BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(4), value?.Length ?? -1);
        to.Advance(4);
        to.Write(value);
    }

    private static string? Text(NpgsqlDataReader row, int i) => row.IsDBNull(i) ? null : row.GetString(i);

    private static Guid? Uuid(NpgsqlDataReader row, int i) => row.IsDBNull(i) ? null : row.GetGuid(i);

    private static byte[]? Bytes(NpgsqlDataReader row, int i) => row.IsDBNull(i) ? null : row.GetFieldValue<byte[]>(i);
}
