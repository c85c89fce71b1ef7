using Microsoft.Extensions.Options;
using UserService.Core.Configuration;

namespace UserService.Core.Protection;

/// <summary>There is a master key, and outside Development it is nobody else's.</summary>
internal static class MasterKeyRules
{
    private const int LeastLength = 32;

    // Words of keys that are written for development, tests and documents.
    private static readonly string[] Public = ["change-me", "changeme", "development", "example", "not a secret", "not-a-secret"];

    public static OptionsBuilder<ProtectionOptions> WithMasterKeyRules(this OptionsBuilder<ProtectionOptions> options) => options
        .Validate(o => o.Kind == KeyVaultKinds.Vault || !string.IsNullOrEmpty(o.MasterKey) || !string.IsNullOrEmpty(o.KeyFile), "Protection:MasterKey is missing")
        .Validate(o => string.IsNullOrEmpty(o.MasterKey) || o.MasterKey.Trim().Length >= LeastLength, $"Protection:MasterKey is shorter than {LeastLength} characters")
        .RefuseOutsideDevelopment("KeyFile", o => o.Kind == KeyVaultKinds.Local && !string.IsNullOrEmpty(o.KeyFile), "is for Development: set Protection:MasterKey from a secret store", "")
        .RefuseOutsideDevelopment("MasterKey", o => IsPublic(o.MasterKey), "is a key that everybody can know");

    // Fewer than eight different characters, or words that say it of themselves.
    private static bool IsPublic(string? key) =>
        !string.IsNullOrEmpty(key) && (key.Distinct().Count() < 8 || Public.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
