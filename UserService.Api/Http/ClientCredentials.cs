using System.Net.Http.Headers;
using System.Text;

namespace UserService.Api.Http;

/// <summary>A client's id and secret, from HTTP Basic or the form (RFC 6749 §2.3.1).</summary>
internal sealed record ClientCredentials(string Id, string Secret)
{
    public override string ToString() => "[client credentials]";

    /// <summary>Null where there are none, or two ways at once, which the RFC forbids.</summary>
    public static ClientCredentials? Read(HttpRequest request, IFormCollection form)
    {
        var posted = form["client_id"] is [{ Length: > 0 } id] && form["client_secret"] is [{ Length: > 0 } secret] ? new ClientCredentials(id, secret) : null;
        if (request.Headers.Authorization.Count == 0)
            return posted;
        return posted is null && AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
               && header is { Scheme: "Basic", Parameter: { } parameter }
            ? Decode(parameter)
            : null;
    }

    private static ClientCredentials? Decode(string parameter)
    {
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts is [var id, var secret] ? new ClientCredentials(Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret)) : null;
    }
}
