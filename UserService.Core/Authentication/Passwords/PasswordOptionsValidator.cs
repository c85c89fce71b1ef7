using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Passwords;

internal sealed class PasswordOptionsValidator : IValidateOptions<PasswordOptions>
{
    // OWASP's five choices all spend at least 35 MiB x passes (7 MiB x 5) and at least 7 MiB.
    private const int LeastMemoryKibibytes = 7 * 1024;
    private const int LeastWorkKibibytes = 35 * 1024;
    private const int MostMemoryKibibytes = 1024 * 1024;
    private const int MostPasses = 64;

    public ValidateOptionsResult Validate(string? name, PasswordOptions options)
    {
        var failures = new List<string>();
        Require(options.MemoryKibibytes is >= LeastMemoryKibibytes and <= MostMemoryKibibytes, "MemoryKibibytes must be 7168 to 1048576");
        Require(options.Passes is >= 1 and <= MostPasses, "Passes must be 1 to 64");
        Require((long)options.MemoryKibibytes * options.Passes >= LeastWorkKibibytes, "MemoryKibibytes x Passes is below OWASP's least work (35 MiB)");
        Require(options.ConcurrentHashes is >= 0 and <= 1024, "ConcurrentHashes must be 0 (one per core) to 1024");
        Require(options.QueueLength is >= 0 and <= 100_000, "QueueLength must be 0 (sixteen per hash) to 100000");
        Require(options.FinishWithin > TimeSpan.Zero && options.FinishWithin <= TimeSpan.FromMinutes(1), "FinishWithin must be up to one minute");
        Require(options.MinimumLength is >= 8, "MinimumLength must be at least 8 (NIST SP 800-63B-4)");
        Require(options.MaximumLength is >= 64 and <= Password.HardMaximum, "MaximumLength must be 64 to 1024 (NIST SP 800-63B-4)");
        Require(options.MinimumLength <= options.MaximumLength, "MinimumLength is above MaximumLength");
        Require(options.MinimumScore is >= 0 and <= 4, "MinimumScore must be 0 to 4");
        Require(options.CurrentPepper is null || options.Peppers.ContainsKey(options.CurrentPepper), "CurrentPepper names no pepper in Peppers");
        Require(options.Peppers.All(pepper => Pepper.TryCreate(pepper.Key, pepper.Value, out _)), "A pepper needs an id of 1 to 16 characters and base64 of at least 32 bytes");
        Require(options.BlocklistFile is null || File.Exists(options.BlocklistFile), "BlocklistFile does not exist");
        Require(options.RangeApi.BaseUrl is null || IsWebAddress(options.RangeApi.BaseUrl), "RangeApi:BaseUrl must be an http(s) address");
        Require(options.RangeApi.Timeout > TimeSpan.Zero && options.RangeApi.Timeout <= TimeSpan.FromSeconds(30), "RangeApi:Timeout must be up to 30 s");
        Require(options.RangeApi.MinimumSightings >= 1, "RangeApi:MinimumSightings must be at least 1");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string failure)
        {
            if (!holds)
                failures.Add($"{PasswordOptions.SectionName}: {failure}.");
        }
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}
