using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Passwords;

/// <summary>
/// The commonest breached passwords as sorted 40-bit beginnings of SHA-256 over the NFKC, lower-case text. A password that is not on the list
/// is taken for one that is with a chance of entries / 2^40 (for 100,000 entries one in eleven million). Read at the first question.
/// </summary>
internal sealed class BreachedPasswordList
{
    private const string Resource = "UserService.Core.Authentication.Passwords.Blocklist.blocklist.bin";
    private const int EntryBytes = 5;
    private const int HeaderBytes = 12; // "PWBLOCK1", then the number of entries, big-endian
    private readonly Lazy<byte[]> _list;

    public BreachedPasswordList(IOptions<PasswordOptions> options)
    {
        var file = options.Value.BlocklistFile;
        _list = new Lazy<byte[]>(() => Check(file is null ? ReadBundled() : File.ReadAllBytes(file)));
    }

    public int Count => (_list.Value.Length - HeaderBytes) / EntryBytes;

    public bool Contains(string password)
    {
        var folded = password.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(folded), hash);
        return Find(_list.Value.AsSpan(HeaderBytes), hash[..EntryBytes]);
    }

    private static bool Find(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> wanted)
    {
        var low = 0;
        var high = (entries.Length / EntryBytes) - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = entries.Slice(middle * EntryBytes, EntryBytes).SequenceCompareTo(wanted);
            if (order == 0)
                return true;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return false;
    }

    private static byte[] Check(byte[] list)
    {
        if (list.Length < HeaderBytes || !list.AsSpan(0, 8).SequenceEqual("PWBLOCK1"u8)
            || list.Length != HeaderBytes + ((long)BinaryPrimitives.ReadUInt32BigEndian(list.AsSpan(8)) * EntryBytes))
            throw new InvalidDataException("The password blocklist is damaged or was not made by scripts/make-blocklist.py");
        return list;
    }

    private static byte[] ReadBundled()
    {
        using var stream = typeof(BreachedPasswordList).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The bundled password blocklist is missing from the assembly");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
