using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace UserService.Core.Protection;

/// <summary>Tells at start what would fail at the first encrypted field.</summary>
internal sealed class ProtectionOptionsValidator(IHostEnvironment environment) : IValidateOptions<ProtectionOptions>
{
    public ValidateOptionsResult Validate(string? name, ProtectionOptions options)
    {
        var failures = new List<string>();
        Require(options.Kind is KeyVaultKinds.Local or KeyVaultKinds.Environment or KeyVaultKinds.Vault, "Vault must be local, environment or vault");
        Require(options.UserKeyLifetime > TimeSpan.Zero && options.UserKeyLifetime <= TimeSpan.FromHours(1), "UserKeyLifetime must be up to an hour");
        Require(options.UserKeyCapacity is >= 100 and <= 1_000_000, "UserKeyCapacity must be 100 to 1000000");
        Require(options.RetiredMasterKeys.All(key => key.Trim().Length >= LocalKeyVault.LeastCharacters), "a retired master key is shorter than 32 characters");
        Require(options.Vault != KeyVaultKinds.Environment || !string.IsNullOrEmpty(options.MasterKey), "Vault is environment, and MasterKey is not set; make one with: openssl rand -base64 32");
        if (options.Vault == KeyVaultKinds.Vault || options.VaultTransit.Address is not null)
            RequireTransit(options.VaultTransit);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void RequireTransit(VaultTransitOptions transit)
        {
            var isAddress = Uri.TryCreate(transit.Address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
            Require(isAddress, "VaultTransit:Address must be an address such as https://vault.internal:8200");
            Require(!isAddress || uri!.Scheme == Uri.UriSchemeHttps || environment.IsDevelopment(), "VaultTransit:Address must be https: data keys travel to it");
            Require(!string.IsNullOrEmpty(transit.Token) || !string.IsNullOrEmpty(transit.TokenFile), "VaultTransit needs Token or TokenFile");
            Require(IsPathPart(transit.KeyName) && transit.Mount.Split('/').All(IsPathPart), "VaultTransit:KeyName and Mount may hold letters, digits, '-', '_' and '.'");
            Require(transit.Timeout > TimeSpan.Zero && transit.Timeout <= TimeSpan.FromMinutes(1), "VaultTransit:Timeout must be up to one minute");
        }

        void Require(bool holds, string failure)
        {
            if (!holds)
                failures.Add($"{ProtectionOptions.Section}: {failure}.");
        }
    }

    private static bool IsPathPart(string text) => text is { Length: > 0 } and not "." and not ".." && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
