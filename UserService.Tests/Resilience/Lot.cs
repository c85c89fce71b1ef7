using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace UserService.Tests.Resilience;

/// <summary>Draws the same for the same seed, on every machine.</summary>
internal sealed class Lot(int seed)
{
    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Draw(string what, int count) =>
        (int)(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{what}"))) % (uint)count);
}
