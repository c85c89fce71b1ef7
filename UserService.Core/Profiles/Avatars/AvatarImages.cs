using System.Globalization;
using NetVips;
using UserService.Core.Errors;
using UserService.Core.Storage;

namespace UserService.Core.Profiles.Avatars;

/// <summary>
/// Makes the sizes of a picture with libvips. The content decides the format; only its own loader is given a file; the header is read before a pixel is decoded; what
/// comes out is drawn anew, so neither metadata nor anything hidden in the file survives.
/// </summary>
internal sealed class AvatarImages : IDisposable
{
    /// <summary>Width and height in pixels: a list, a screen, a retina screen.</summary>
    public static readonly IReadOnlyList<int> Sizes = [64, 256, 512];

    public const string ContentType = "image/webp";

    // 40 million pixels: the largest sensors of telephones in their usual mode; decoded they are 160 MB, which libvips streams through in strips.
    private const long MostPixels = 40_000_000;

    // The shorter side is scaled to that of a size before the longer one is cut: of a picture of 100,000 by 1 pixels 51 million by 512 would be drawn.
    private const int LongestToShortest = 10;
    private const int Quality = 82;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Images are decoded by as many threads as there are cores at most; requests beyond that wait a little and are then told to come back.
    private readonly SemaphoreSlim lanes = new(Math.Max(1, Environment.ProcessorCount / 2));

    static AvatarImages()
    {
        NetVips.NetVips.BlockUntrusted = true; // loaders that libvips does not hold fit for hostile files
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0; // nothing of one customer's picture stays in memory for the next
    }

    public async Task<AvatarDrawing> DrawAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (LoaderOf(content.Span) is not { } open)
            return new AvatarDrawing.Refused(AvatarErrors.UnknownFormat);
        if (!await lanes.WaitAsync(Patience, ct))
            return new AvatarDrawing.Refused(AvatarErrors.Busy);
        try
        {
            return await Task.Run(() => Draw(open, content.ToArray()), ct);
        }
        finally
        {
            lanes.Release();
        }
    }

    public void Dispose() => lanes.Dispose();

    /// <summary>The name of the object that holds a size.</summary>
    public static string PartOf(int pixels) => string.Create(CultureInfo.InvariantCulture, $"{pixels}.webp");

    private static AvatarDrawing Draw(Func<byte[], Image> open, byte[] bytes)
    {
        try
        {
            using (var header = open(bytes))
            {
                if ((long)header.Width * header.Height > MostPixels)
                    return new AvatarDrawing.Refused(AvatarErrors.TooManyPixels);
                if (Math.Max(header.Width, header.Height) > (long)LongestToShortest * Math.Min(header.Width, header.Height))
                    return new AvatarDrawing.Refused(AvatarErrors.TooNarrow);
            }

            var parts = new List<FilePart>();
            foreach (var size in Sizes)
            {
                using var thumbnail = Image.ThumbnailBuffer(bytes, size, height: size, crop: Enums.Interesting.Centre, outputProfile: "srgb", failOn: Enums.FailOn.Error);
                parts.Add(new FilePart(PartOf(size), thumbnail.WebpsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None)));
            }

            return new AvatarDrawing.Drawn(parts);
        }
        catch (VipsException)
        {
            return new AvatarDrawing.Refused(AvatarErrors.Unreadable);
        }
    }

    private static Func<byte[], Image>? LoaderOf(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]))
            return bytes => Image.JpegloadBuffer(bytes, access: Enums.Access.Sequential);
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
            return bytes => Image.PngloadBuffer(bytes, access: Enums.Access.Sequential);
        if (content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8))
            return bytes => Image.WebploadBuffer(bytes, access: Enums.Access.Sequential);
        return null;
    }
}

/// <summary>What became of an image.</summary>
internal abstract record AvatarDrawing
{
    public sealed record Drawn(IReadOnlyList<FilePart> Parts) : AvatarDrawing;

    public sealed record Refused(Error Error) : AvatarDrawing;
}
