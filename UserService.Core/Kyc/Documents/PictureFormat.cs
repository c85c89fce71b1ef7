namespace UserService.Core.Kyc.Documents;

/// <summary>What a file is, by its first bytes: names and declared types are the sender's word only.</summary>
internal static class PictureFormat
{
    /// <summary>The content type and the extension; null where it is none of those that are accepted.</summary>
    public static (string ContentType, string Extension)? Of(ReadOnlySpan<byte> content)
    {
        if (content is [0xFF, 0xD8, 0xFF, ..])
            return ("image/jpeg", "jpg");
        if (content is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..])
            return ("image/png", "png");
        if (content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..12].SequenceEqual("WEBP"u8))
            return ("image/webp", "webp");
        return content.StartsWith("%PDF-"u8) ? ("application/pdf", "pdf") : null;
    }
}
