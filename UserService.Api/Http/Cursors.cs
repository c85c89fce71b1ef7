using System.Buffers.Text;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>Opaque cursors of lists that are ordered by id.</summary>
internal static class Cursors
{
    /// <summary>Where the next page begins; none after the last.</summary>
    public static string? After<T>(IReadOnlyList<T> page, int limit, Func<T, Guid> id) =>
        page.Count < limit ? null : Of(id(page[^1]));

    public static string Of(Guid id) => Base64Url.EncodeToString(id.ToByteArray());

    /// <summary>The id behind a cursor; null where there is none.</summary>
    public static Guid? Read(this FieldErrors errors, string path, string? cursor)
    {
        if (cursor is null)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        if (cursor.Length <= 24 && Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var written) && written == bytes.Length)
            return new Guid(bytes);
        errors.Add(path, "Not a cursor of this list.");
        return null;
    }

    /// <summary>How many entries a page has: <paramref name="standard"/> unless asked otherwise.</summary>
    public static int Limit(this FieldErrors errors, int? asked, int standard, int max)
    {
        var limit = asked ?? standard;
        if (limit < 1 || limit > max)
            errors.Add("limit", $"1 to {max}.");
        return limit;
    }
}
