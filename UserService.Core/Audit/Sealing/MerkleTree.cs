using System.Security.Cryptography;

namespace UserService.Core.Audit.Sealing;

/// <summary>The root over the leaves of one seal, as RFC 9162 §2.1.1 has it: no leaf can be changed, left out, added or moved without changing it.</summary>
internal static class MerkleTree
{
    private const int HashSize = SHA256.HashSizeInBytes;

    /// <param name="leaves">Hashes of leaves, one after the other.</param>
    public static byte[] Root(ReadOnlySpan<byte> leaves)
    {
        var count = leaves.Length / HashSize;
        if (count == 0)
            return SHA256.HashData([]);
        if (count == 1)
            return leaves.ToArray();

        // The left part is the largest power of two that is smaller than the whole.
        var left = 1 << (31 - int.LeadingZeroCount(count - 1));
        Span<byte> node = stackalloc byte[1 + 2 * HashSize];
        node[0] = 1;
        Root(leaves[..(left * HashSize)]).CopyTo(node[1..]);
        Root(leaves[(left * HashSize)..]).CopyTo(node[(1 + HashSize)..]);
        return SHA256.HashData(node);
    }
}
