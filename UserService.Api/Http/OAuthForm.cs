using System.Net.Http.Headers;
using System.Text;
using UserService.Core.Authentication.Clients;

namespace UserService.Api.Http;

/// <summary>A form as OAuth has it: no parameter twice (RFC 6749 §3.2), an empty one counts as absent.</summary>
internal sealed class OAuthForm
{
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private readonly IFormCollection form;

    private OAuthForm(IFormCollection form) => this.form = form;

    public string? this[string name] => form[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>Null where it is no such form.</summary>
    public static async Task<OAuthForm?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType)
            return null;
        try
        {
            var form = await request.ReadFormAsync(ct);
            return form.All(static p => p.Value is [{ } value] && !value.Contains('\0', StringComparison.Ordinal)) ? new OAuthForm(form) : null;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return null; // too many fields, too long ones, or an encoded NUL
        }
    }

    /// <summary>How the client proves who it is; null where it does not, or in two ways at once, which RFC 6749 §2.3 forbids.</summary>
    public ClientProof? ReadProof(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        ClientProof?[] given =
        [
            header.Count > 0 ? ReadBasic(header.ToString()) : null,
            this["client_id"] is { } id && this["client_secret"] is { } secret ? new ClientProof.Secret(id, secret) : null,
            this["client_assertion_type"] == JwtBearer && this["client_assertion"] is { } jwt ? new ClientProof.Assertion(this["client_id"], jwt) : null,
        ];
        return header.Count > 0 && given[0] is null ? null : given.Where(static p => p is not null).ToList() is [var proof] ? proof : null;
    }

    private static ClientProof.Secret? ReadBasic(string value)
    {
        if (!AuthenticationHeaderValue.TryParse(value, out var header) || header is not { Scheme: "Basic", Parameter: { } parameter })
            return null;
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts is [var id, var secret] ? new ClientProof.Secret(Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret)) : null;
    }
}
