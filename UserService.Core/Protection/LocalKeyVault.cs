using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace UserService.Core.Protection;

/// <summary>A master key from configuration, or in Development from a file that is made where it is missing.</summary>
internal sealed class LocalKeyVault(IOptions<ProtectionOptions> options, IHostEnvironment environment) : IKeyVault
{
    private readonly Lazy<byte[]> masterKey = new(() => Load(options.Value, environment));

    public string CurrentKeyId => KeyId(masterKey.Value);

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken ct) =>
        ValueTask.FromResult(AesGcmEnvelope.Seal(masterKey.Value, dataKey.Span, Encoding.UTF8.GetBytes(context)));

    public ValueTask<byte[]> UnwrapAsync(string keyId, ReadOnlyMemory<byte> wrapped, string context, CancellationToken ct)
    {
        if (keyId != CurrentKeyId)
            throw new CryptographicException(
                $"The data keys are wrapped by master key {keyId}, and Protection:MasterKey (or Protection:KeyFile) holds {CurrentKeyId}: configure the key that the database was made with.");
        return ValueTask.FromResult(AesGcmEnvelope.Open(masterKey.Value, wrapped.Span, Encoding.UTF8.GetBytes(context)));
    }

    // A fingerprint names the key without telling anything of it.
    private static string KeyId(byte[] key) => "local:" + Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 8, info: "key-id"u8.ToArray()));

    private static byte[] Load(ProtectionOptions options, IHostEnvironment environment)
    {
        var text = options.MasterKey is { Length: > 0 } configured ? configured : ReadOrMakeFile(options.KeyFile, environment);
        if (text.Trim().Length < 32)
            throw new InvalidOperationException("Protection:MasterKey is shorter than 32 characters; make one with: openssl rand -base64 32");

        // Base64 of 32 bytes and any other text alike become 256 bits; the text's own entropy is what protects.
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(text.Trim()), 32, info: "user-service master key v1"u8.ToArray());
    }

    private static string ReadOrMakeFile(string? path, IHostEnvironment environment)
    {
        if (string.IsNullOrEmpty(path))
            throw new InvalidOperationException("Protection:MasterKey is not set; make one with: openssl rand -base64 32");
        if (environment.IsProduction())
            throw new InvalidOperationException("Protection:KeyFile is for Development; in Production set Protection:MasterKey from a secret store.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!File.Exists(path))
            MakeFile(path);
        return File.ReadAllText(path);
    }

    // Written aside and moved into place: of several processes that start at once one makes the key, and none reads half of it.
    private static void MakeFile(string path)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft); // another process was first
        }
    }
}
