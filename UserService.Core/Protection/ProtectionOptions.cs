using UserService.Core.Configuration;

namespace UserService.Core.Protection;

/// <summary>Where the master key comes from. Section <c>Protection</c>.</summary>
public sealed class ProtectionOptions
{
    public const string Section = "Protection";

    /// <summary>
    /// <c>local</c> (a key file), <c>environment</c> (<see cref="MasterKey"/>) or <c>vault</c> (<see cref="VaultTransit"/>). Where it is not set:
    /// <c>environment</c> if there is a master key, else <c>local</c>.
    /// </summary>
    public string? Vault { get; set; }

    /// <summary>The master key: any text of at least 32 characters, such as the output of <c>openssl rand -base64 32</c>.</summary>
    [Example("$(openssl rand -base64 32)")]
    public string? MasterKey { get; set; }

    /// <summary>A file that holds the master key; made with mode 0600 where it is missing. Development only.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// Earlier master keys: what they wrapped can still be read. <c>worker keys rewrap</c> brings everything under the current one; after that they
    /// may be taken out.
    /// </summary>
    public IList<string> RetiredMasterKeys { get; } = [];

    /// <summary>HashiCorp Vault's transit engine. Keys that it wrapped stay readable while it is configured, whatever <see cref="Vault"/> says.</summary>
    public VaultTransitOptions VaultTransit { get; set; } = new();

    /// <summary>How long a host keeps a user's unwrapped data key in memory. Default 5 minutes; at most an hour.</summary>
    public TimeSpan UserKeyLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many users' data keys a host keeps at most. Default 20,000.</summary>
    public int UserKeyCapacity { get; set; } = 20_000;

    internal string Kind => Vault ?? (string.IsNullOrEmpty(MasterKey) ? KeyVaultKinds.Local : KeyVaultKinds.Environment);
}

/// <summary>How the transit engine is reached. Section <c>Protection:VaultTransit</c>.</summary>
public sealed class VaultTransitOptions
{
    /// <summary>Such as <c>https://vault.internal:8200</c>; https only, except in Development.</summary>
    public string? Address { get; set; }

    /// <summary>A token whose policy allows <c>update</c> on <c>{Mount}/encrypt|decrypt/{KeyName}</c> and <c>read</c> on <c>{Mount}/keys/{KeyName}</c>.</summary>
    public string? Token { get; set; }

    /// <summary>A file with the token, as Vault's agent renews it; read for every call.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The key's name. Default <c>user-service</c>. Type aes256-gcm96 (derived or not) or chacha20-poly1305.</summary>
    public string KeyName { get; set; } = "user-service";

    /// <summary>Where the engine is mounted. Default <c>transit</c>.</summary>
    public string Mount { get; set; } = "transit";

    /// <summary>How long one call may take. Default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>The values of <see cref="ProtectionOptions.Vault"/>.</summary>
internal static class KeyVaultKinds
{
    public const string Local = "local";
    public const string Environment = "environment";
    public const string Vault = "vault";
}
