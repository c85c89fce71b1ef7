using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace UserService.Tests.Fixtures;

/// <summary>Writes a small file in MaxMind's format (https://maxmind.github.io/MaxMind-DB/) with a country per IPv4 network.</summary>
public static class CountryFile
{
    public static void Write(string path, params (string Network, string Country)[] entries)
    {
        var nodes = new List<int?[]> { new int?[2] };
        var data = new MemoryStream();
        var leaves = new List<(int Node, int Side, int Offset)>();
        foreach (var (network, country) in entries)
        {
            var prefix = IPNetwork.Parse(network);
            leaves.Add((NodeOf(nodes, prefix), BitOf(prefix, prefix.PrefixLength - 1), (int)data.Length));
            Map(data, 1);
            Text(data, "country");
            Map(data, 1);
            Text(data, "iso_code");
            Text(data, country);
        }

        using var file = File.Create(path);
        for (var node = 0; node < nodes.Count; node++)
        {
            for (var side = 0; side < 2; side++)
            {
                var leaf = leaves.FindIndex(l => l.Node == node && l.Side == side);
                Record(file, leaf >= 0 ? nodes.Count + 16 + leaves[leaf].Offset : nodes[node][side] ?? nodes.Count);
            }
        }

        file.Write(new byte[16]);
        file.Write(data.ToArray());
        file.Write([0xAB, 0xCD, 0xEF]);
        file.Write("MaxMind.com"u8);
        WriteMetadata(file, nodes.Count);
    }

    private static int NodeOf(List<int?[]> nodes, IPNetwork prefix)
    {
        var node = 0;
        for (var bit = 0; bit < prefix.PrefixLength - 1; bit++)
        {
            var side = BitOf(prefix, bit);
            if (nodes[node][side] is not { } next)
            {
                nodes.Add(new int?[2]);
                nodes[node][side] = next = nodes.Count - 1;
            }

            node = next;
        }

        return node;
    }

    private static int BitOf(IPNetwork prefix, int bit) => (prefix.BaseAddress.GetAddressBytes()[bit / 8] >> (7 - (bit % 8))) & 1;

    private static void WriteMetadata(Stream file, int nodes)
    {
        Map(file, 9);
        foreach (var (key, value) in new[] { ("binary_format_major_version", 2), ("binary_format_minor_version", 0), ("ip_version", 4), ("record_size", 24) })
        {
            Text(file, key);
            Number(file, 5 << 5, value, 2);
        }

        Text(file, "node_count");
        Number(file, 6 << 5, nodes, 4);
        Text(file, "build_epoch");
        file.WriteByte(1); // one byte long, of an extended type:
        file.WriteByte(9 - 7); // uint64
        file.WriteByte(1);
        Text(file, "database_type");
        Text(file, "Test-Country");
        Text(file, "languages");
        file.WriteByte(0);
        file.WriteByte(11 - 7); // array
        Text(file, "description");
        Map(file, 0);
    }

    private static void Record(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        stream.Write(bytes[1..]);
    }

    private static void Map(Stream stream, int size) => stream.WriteByte((byte)((7 << 5) | size));

    private static void Text(Stream stream, string text)
    {
        stream.WriteByte((byte)((2 << 5) | text.Length)); // all are shorter than 29
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void Number(Stream stream, int type, int value, int size)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        stream.WriteByte((byte)(type | size));
        stream.Write(bytes[(4 - size)..]);
    }
}
