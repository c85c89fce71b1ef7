using Microsoft.Net.Http.Headers;

namespace UserService.Api.Http;

/// <summary>Refuses addresses that no client means, and puts the headers on that every answer has.</summary>
internal static class RequestGuard
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Protect(context.Response.Headers);

        var request = context.Request;
        if (request.ContentType is { } type && type.Contains("charset", StringComparison.OrdinalIgnoreCase) && !IsUtf8(type))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }

        // NUL reaches PostgreSQL as an error of its own; in an address it is never meant.
        return Contains(request.QueryString.Value) || (request.Path.Value?.Contains('\0', StringComparison.Ordinal) ?? false)
            ? Problems.WriteAsync(context, Core.Errors.CommonErrors.InvalidRequest)
            : next(context);
    }

    /// <summary>The headers of every answer. The exception handler empties an answer before it makes its own, so it asks for them again.</summary>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";

        // Answers carry tokens and personal data; what may be kept says so itself.
        headers.CacheControl = "no-store";
    }

    // RFC 8259 §8.1: JSON travels as UTF-8. The framework would transcode what it knows and fail on what it does not.
    private static bool IsUtf8(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string? query) => query is { Length: > 0 } && query.Contains("%00", StringComparison.Ordinal);
}
