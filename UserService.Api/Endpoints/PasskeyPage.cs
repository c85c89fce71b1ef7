using System.Security.Cryptography;
using System.Text;

namespace UserService.Api.Endpoints;

/// <summary><c>/dev/passkeys</c>: enrols a passkey and signs in with it, in a browser; mapped in Development only.</summary>
internal static class PasskeyPage
{
    private static readonly string Html = Read();

    // The page runs the one script that is in it and talks to this origin alone.
    private static readonly string Policy =
        $"default-src 'none'; script-src 'sha256-{Hash("script")}'; style-src 'sha256-{Hash("style")}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapPasskeyPage(this IEndpointRouteBuilder app) => app.MapGet("/dev/passkeys", (HttpResponse response) =>
    {
        response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.Content(Html, "text/html; charset=utf-8");
    }).ExcludeFromDescription();

    private static string Hash(string element)
    {
        var start = Html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var end = Html.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Html[start..end])));
    }

    private static string Read()
    {
        using var stream = typeof(PasskeyPage).Assembly.GetManifestResourceStream("UserService.Api.Endpoints.PasskeyPage.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n"); // as browsers read it before they hash it
    }
}
