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

    /// <summary>Whether the client proves in two ways at once who it is, which RFC 6749 §2.3 forbids: one could be looked at here and another elsewhere.</summary>
    public bool HasSeveralProofs(HttpRequest request) =>
        (request.Headers.Authorization.Count > 0 ? 1 : 0) + (this["client_secret"] is null ? 0 : 1) + (this["client_assertion"] is null ? 0 : 1) > 1;

    /// <summary>How the client proves who it is; null where it does not.</summary>
    public ClientProof? ReadProof(HttpRequest request)
    {
        if (request.Headers.Authorization is { Count: > 0 } header)
            return ReadBasic(header.ToString());
        if (this["client_assertion"] is { } jwt)
            return this["client_assertion_type"] == JwtBearer ? new ClientProof.Assertion(this["client_id"], jwt) : null;
        return this["client_id"] is { } id && this["client_secret"] is { } secret ? new ClientProof.Secret(id, secret) : null;
    }

    private static ClientProof.Secret? ReadBasic(string value)
    {
        if (!AuthenticationHeaderValue.TryParse(value, out var header) || header is not { Scheme: var scheme, Parameter: { } parameter } || !scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts is [var id, var secret] ? new ClientProof.Secret(Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret)) : null;
    }
}
