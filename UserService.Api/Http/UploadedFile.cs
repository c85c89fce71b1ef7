using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>One file from a request, raw or as the only file of a form; read as it comes and never further than the limit.</summary>
internal static class UploadedFile
{
    private static readonly Error TooLarge = new("payload_too_large", ErrorKind.TooLarge, "The file is larger than is accepted here.");
    private static readonly Error NoFile = new("invalid_request", ErrorKind.Invalid, "Send one file, raw or as the only part of a form.");

    public static async Task<(ReadOnlyMemory<byte> Content, Error? Error)> ReadAsync(HttpRequest request, int limit, CancellationToken ct)
    {
        if (request.ContentLength > limit + MultipartOverhead)
            return (default, TooLarge);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return await CopyAsync(request.Body, limit, ct);
        if (HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary) // RFC 2046 §5.1.1
            return (default, NoFile);
        try
        {
            var reader = new MultipartReader(boundary.ToString(), request.Body);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
                    return await CopyAsync(section.Body, limit, ct); // the name that the client gave it is read by nobody
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return (default, NoFile);
        }

        return (default, NoFile);
    }

    // Boundary lines and headers of the parts.
    private const int MultipartOverhead = 16 * 1024;

    private static async Task<(ReadOnlyMemory<byte> Content, Error? Error)> CopyAsync(Stream body, int limit, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0)
        {
            if (content.Length + read > limit)
                return (default, TooLarge);
            content.Write(buffer, 0, read);
        }

        return content.Length == 0 ? (default, NoFile) : (content.GetBuffer().AsMemory(0, (int)content.Length), null);
    }
}
