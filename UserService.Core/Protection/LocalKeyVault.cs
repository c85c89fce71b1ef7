using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace UserService.Core.Protection;

/// <summary>Master keys that this process holds itself: from configuration, or in Development from a file that is made where it is missing.</summary>
internal sealed class LocalKeyVault(IOptions<ProtectionOptions> options, IHostEnvironment environment)
{
    public const string Prefix = "local:";
    public const int LeastCharacters = 32;

    private readonly Lazy<byte[]> masterKey = new(() => Load(options.Value, environment));
    private readonly Lazy<FrozenDictionary<string, byte[]>> retired = new(() => options.Value.RetiredMasterKeys.Select(Derive).ToFrozenDictionary(KeyId));

    public string CurrentKeyId => KeyId(masterKey.Value);

    public WrappedKey Wrap(ReadOnlySpan<byte> dataKey, string context) =>
        new(CurrentKeyId, AesGcmEnvelope.Seal(masterKey.Value, dataKey, Encoding.UTF8.GetBytes(context)));

    public byte[] Unwrap(string keyId, ReadOnlySpan<byte> wrapped, string context) => AesGcmEnvelope.Open(Find(keyId), wrapped, Encoding.UTF8.GetBytes(context));

    private byte[] Find(string keyId)
    {
        if (retired.Value.TryGetValue(keyId, out var old))
            return old;

        // Where another vault is the current one there need be no local key at all.
        if (options.Value.Kind == KeyVaultKinds.Vault && string.IsNullOrEmpty(options.Value.MasterKey))
            throw new CryptographicException($"A data key is wrapped by master key {keyId}: add that key to Protection:RetiredMasterKeys.");
        return keyId == CurrentKeyId
            ? masterKey.Value
            : throw new CryptographicException(
                $"The data keys are wrapped by master key {keyId}, and Protection:MasterKey (or Protection:KeyFile) holds {CurrentKeyId}: configure the key that the database was made with, or add it to Protection:RetiredMasterKeys.");
    }

    // A fingerprint names the key without telling anything of it.
    private static string KeyId(byte[] key) => Prefix + Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 8, info: "key-id"u8.ToArray()));

    // Base64 of 32 bytes and any other text alike become 256 bits; the text's own entropy is what protects.
    private static byte[] Derive(string text) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(text.Trim()), 32, info: "user-service master key v1"u8.ToArray());

    private static byte[] Load(ProtectionOptions options, IHostEnvironment environment)
    {
        var text = options.Kind != KeyVaultKinds.Local && options.MasterKey is { Length: > 0 } configured ? configured : KeyFile.ReadOrMake(options.KeyFile, environment);
        if (text.Trim().Length < LeastCharacters)
            throw new InvalidOperationException("Protection:MasterKey is shorter than 32 characters; make one with: openssl rand -base64 32");
        return Derive(text);
    }
}
