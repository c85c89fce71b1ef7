using System.Buffers.Binary;
using System.Security.Cryptography;

namespace UserService.Core.Audit.Sealing;

/// <summary>Closes a batch of entries: their leaves, the root over them, chained to the seal before and signed. Append-only like the entries.</summary>
internal sealed class AuditSeal
{
    private AuditSeal()
    {
    }

    /// <summary>1, 2, 3 and so on without gaps.</summary>
    public long Number { get; private init; }

    public Guid[] EntryIds { get; private init; } = [];

    /// <summary>32 bytes for each entry, in their order: tells which one is not what it was.</summary>
    public byte[] LeafHashes { get; private init; } = [];

    public byte[] Root { get; private init; } = [];

    /// <summary>Hash of the seal before; zeros in the first.</summary>
    public byte[] PreviousHash { get; private init; } = [];

    public byte[] Hash { get; private init; } = [];

    public Guid KeyId { get; private init; }

    /// <summary>ES256 over <see cref="Hash"/>.</summary>
    public byte[] Signature { get; private init; } = [];

    public DateTimeOffset SealedAt { get; private init; }

    public static AuditSeal Close(long number, byte[] previousHash, IReadOnlyList<(Guid Id, byte[] Leaf)> entries, Guid keyId, ECDsa key, DateTimeOffset now)
    {
        var leaves = new byte[entries.Count * SHA256.HashSizeInBytes];
        for (var i = 0; i < entries.Count; i++)
            entries[i].Leaf.CopyTo(leaves, i * SHA256.HashSizeInBytes);
        var at = new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero); // what the database keeps of it
        var root = MerkleTree.Root(leaves);
        var hash = HashOf(number, previousHash, entries.Count, root, at, keyId);
        return new AuditSeal
        {
            Number = number,
            EntryIds = [.. entries.Select(e => e.Id)],
            LeafHashes = leaves,
            Root = root,
            PreviousHash = previousHash,
            Hash = hash,
            KeyId = keyId,
            Signature = key.SignHash(hash),
            SealedAt = at,
        };
    }

    /// <summary>Its members make its hash, and its leaves make its root.</summary>
    public bool IsWhole() =>
        LeafHashes.Length == EntryIds.Length * SHA256.HashSizeInBytes && MerkleTree.Root(LeafHashes).AsSpan().SequenceEqual(Root)
        && HashOf(Number, PreviousHash, EntryIds.Length, Root, SealedAt, KeyId).AsSpan().SequenceEqual(Hash);

    public ReadOnlySpan<byte> LeafOf(int entry) => LeafHashes.AsSpan(entry * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes);

    private static byte[] HashOf(long number, byte[] previousHash, int count, byte[] root, DateTimeOffset at, Guid keyId)
    {
        Span<byte> bytes = stackalloc byte[100];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        previousHash.CopyTo(bytes[8..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[40..], count);
        root.CopyTo(bytes[44..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[76..], at.ToUnixTimeMilliseconds() * 1000 + at.Microsecond);
        keyId.TryWriteBytes(bytes[84..], bigEndian: true, out _);
        return SHA256.HashData(bytes);
    }
}
