using System.Globalization;
using Microsoft.Net.Http.Headers;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>Revisions as strong entity tags (RFC 9110 §8.8.3).</summary>
internal static class ETags
{
    public static string Of(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>The revision that the caller has seen; 428 where it is not said, 412 where it can be none of ours.</summary>
    public static (int Revision, Error? Error) Required(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return (0, CommonErrors.PreconditionRequired);
        return EntityTagHeaderValue.TryParse(header.ToString(), out var tag) && !tag.IsWeak
               && int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? (revision, null)
            : (0, CommonErrors.PreconditionFailed);
    }

    /// <summary>Whether the caller's copy is the current one, so that 304 is enough.</summary>
    public static bool IsCurrent(HttpRequest request, string etag) =>         request.Headers.IfNoneMatch is { Count: > 0 } header
        && (header is [{ } one] && one == etag || EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(tag => Matches(tag, etag)));

    // A proxy that compresses weakens the tag, and RFC 9110 §13.1.2 asks for the weak comparison here.
    private static bool Matches(EntityTagHeaderValue tag, string etag) => tag.Tag == etag || tag.Equals(EntityTagHeaderValue.Any);
}
