using System.Globalization;
using Microsoft.Net.Http.Headers;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>Revisions as strong entity tags (RFC 9110 §8.8.3).</summary>
internal static class ETags
{
    public static string Of(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>
    /// The revisions that a change may be made to (RFC 9110 §13.1.1): of a list each strong tag, of <c>*</c> any. 428 where none is said; what can be
    /// no tag of ours matches nothing.
    /// </summary>
    public static (ExpectedRevision Expected, Error? Error) Required(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return (ExpectedRevision.OneOf(), CommonErrors.PreconditionRequired);
        if (header is ["*"])
            return (ExpectedRevision.Any, null);
        var revisions = EntityTagHeaderValue.TryParseList(header, out var tags) ? tags.Select(Revision).OfType<int>().ToList() : [];
        return (ExpectedRevision.OneOf(revisions), null);
    }

    /// <summary>Whether the caller's copy is the current one, so that 304 is enough.</summary>
    public static bool IsCurrent(HttpRequest request, string etag) => request.Headers.IfNoneMatch is { Count: > 0 } header
        && (header is [{ } one] && one == etag || EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(tag => Matches(tag, etag)));

    private static int? Revision(EntityTagHeaderValue tag) =>
        !tag.IsWeak && int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    // A proxy that compresses weakens the tag, and RFC 9110 §13.1.2 asks for the weak comparison here.
    private static bool Matches(EntityTagHeaderValue tag, string etag) => tag.Tag == etag || tag.Equals(EntityTagHeaderValue.Any);
}
