using System.Buffers.Binary;
using System.Text;
using NetVips;

namespace UserService.Tests.Fixtures;

/// <summary>Images as customers and attackers send them.</summary>
internal static class Pictures
{
    /// <summary>A photograph that tells where it was taken.</summary>
    public static byte[] Photograph(string canary, int width = 1200, int height = 900)
    {
        using var noise = Image.Gaussnoise(width, height, mean: 128, sigma: 30).Cast(Enums.BandFormat.Uchar);
        using var photo = noise.Bandjoin(noise, noise).Copy(interpretation: Enums.Interpretation.Srgb);
        using var tagged = photo.Mutate(image =>
        {
            image.Set(GValue.GStrType, "exif-ifd0-ImageDescription", $"{canary} (taken at home)");
            image.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "6/1 27/1 0/1");
            image.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes($"<x:xmpmeta>{canary}</x:xmpmeta>"));
        });
        return tagged.JpegsaveBuffer(q: 80);
    }

    /// <summary>A few hundred bytes that claim to be an image of any size.</summary>
    public static byte[] Bomb(int width, int height)
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits
        header[9] = 2; // RGB
        Chunk(png, "IHDR", header);
        using var pixels = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(pixels, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(new byte[100_000]);
        }

        Chunk(png, "IDAT", pixels.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, string type, byte[] data)
    {
        var bytes = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, data.Length);
        Encoding.ASCII.GetBytes(type, bytes.AsSpan(4));
        data.CopyTo(bytes, 8);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8 + data.Length), Crc(bytes.AsSpan(4, 4 + data.Length)));
        png.Write(bytes);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }

        return ~crc;
    }
}
