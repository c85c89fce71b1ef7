using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace UserService.Tests.Fixtures;

/// <summary>
/// A real HTTP server that behaves as Vault's transit engine with a derived aes256-gcm96 key: it checks the token, the path, base64 and the context,
/// knows versions, and refuses as Vault does.
/// </summary>
internal sealed class FakeVault : IAsyncDisposable
{
    public const string Token = "hvs.a-token-of-the-test";
    private const string Key = "user-service";
    private readonly List<byte[]> versions = [RandomNumberGenerator.GetBytes(32)];
    private readonly WebApplication server;

    private FakeVault(WebApplication server) => this.server = server;

    public string Address => server.Urls.Single();

    /// <summary>Answers 503 to everything, as a sealed Vault does.</summary>
    public bool Sealed { get; set; }

    public int Calls { get; private set; }

    /// <summary>What each answer waits for.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    public static async Task<FakeVault> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var vault = new FakeVault(builder.Build());
        vault.server.Run(vault.AnswerAsync);
        await vault.server.StartAsync();
        return vault;
    }

    /// <summary>What an operator does with <c>vault write -f transit/keys/user-service/rotate</c>.</summary>
    public void Rotate() => versions.Add(RandomNumberGenerator.GetBytes(32));

    public Dictionary<string, string?> Settings(string vault = "vault") => new()
    {
        ["Protection:Vault"] = vault,
        ["Protection:VaultTransit:Address"] = Address,
        ["Protection:VaultTransit:Token"] = Token,
    };

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Calls++;
        await BeforeAnswer();
        var (status, answer) = await HandleAsync(context.Request);
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> HandleAsync(HttpRequest request)
    {
        if (Sealed)
            return (HttpStatusCode.ServiceUnavailable, Errors("Vault is sealed"));
        if (request.Headers["X-Vault-Token"] != Token)
            return (HttpStatusCode.Forbidden, Errors("permission denied"));
        try
        {
            switch (request.Method, request.Path.Value)
            {
                case ("GET", $"/v1/transit/keys/{Key}"):
                    return (HttpStatusCode.OK, Data(new JsonObject { ["name"] = Key, ["type"] = "aes256-gcm96", ["derived"] = true, ["latest_version"] = versions.Count }));
                case ("POST", $"/v1/transit/encrypt/{Key}"):
                    return (HttpStatusCode.OK, Data(Encrypt((await JsonNode.ParseAsync(request.Body))!)));
                case ("POST", $"/v1/transit/decrypt/{Key}"):
                    return (HttpStatusCode.OK, Data(Decrypt((await JsonNode.ParseAsync(request.Body))!)));
                default:
                    return (HttpStatusCode.NotFound, Errors());
            }
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException or ArgumentException)
        {
            return (HttpStatusCode.BadRequest, Errors(e.Message));
        }
    }

    private JsonObject Encrypt(JsonNode body)
    {
        var plaintext = Convert.FromBase64String((string?)body["plaintext"] ?? throw new FormatException("missing 'plaintext' to encrypt"));
        var sealedBytes = new byte[28 + plaintext.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, 12));
        using var aes = new AesGcm(Derived(versions.Count, body), 16);
        aes.Encrypt(sealedBytes.AsSpan(0, 12), plaintext, sealedBytes.AsSpan(28), sealedBytes.AsSpan(12, 16), AssociatedData(body));
        return new JsonObject { ["ciphertext"] = string.Create(CultureInfo.InvariantCulture, $"vault:v{versions.Count}:{Convert.ToBase64String(sealedBytes)}"), ["key_version"] = versions.Count };
    }

    private JsonObject Decrypt(JsonNode body)
    {
        var parts = ((string?)body["ciphertext"] ?? "").Split(':');
        if (parts is not ["vault", ['v', .. var version], var text])
            throw new FormatException("invalid ciphertext: no prefix");
        var sealedBytes = Convert.FromBase64String(text);
        var plaintext = new byte[sealedBytes.Length - 28];
        using var aes = new AesGcm(Derived(int.Parse(version, CultureInfo.InvariantCulture), body), 16);
        aes.Decrypt(sealedBytes.AsSpan(0, 12), sealedBytes.AsSpan(28), sealedBytes.AsSpan(12, 16), plaintext, AssociatedData(body));
        return new JsonObject { ["plaintext"] = Convert.ToBase64String(plaintext) };
    }

    private byte[] Derived(int version, JsonNode body) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        versions[version - 1],
        32,
        info: Convert.FromBase64String((string?)body["context"] ?? throw new FormatException("missing 'context' for key derivation; the key was created using a derived key")));

    private static byte[] AssociatedData(JsonNode body) => Convert.FromBase64String((string?)body["associated_data"] ?? "");

    private static JsonObject Data(JsonObject data) => new() { ["request_id"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), ["lease_duration"] = 0, ["data"] = data };

    private static JsonObject Errors(params string[] errors) => new() { ["errors"] = new JsonArray([.. errors.Select(e => JsonValue.Create(e))]) };
}
