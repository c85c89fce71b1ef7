namespace UserService.Api.Http;

/// <summary>Refuses addresses that no client means, and puts the headers on that every answer has.</summary>
internal static class RequestGuard
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";

        // Answers carry tokens and personal data; what may be kept says so itself.
        headers.CacheControl = "no-store";

        // NUL reaches PostgreSQL as an error of its own; in an address it is never meant.
        var request = context.Request;
        return Contains(request.QueryString.Value) || (request.Path.Value?.Contains('\0', StringComparison.Ordinal) ?? false)
            ? Problems.WriteAsync(context, Core.Errors.CommonErrors.InvalidRequest)
            : next(context);
    }

    private static bool Contains(string? query) => query is { Length: > 0 } && query.Contains("%00", StringComparison.Ordinal);
}
