using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Throttling;

internal sealed class ThrottlingOptionsValidator : IValidateOptions<ThrottlingOptions>
{
    private const int LeastKeyBytes = 32;

    public ValidateOptionsResult Validate(string? name, ThrottlingOptions options)
    {
        var failures = new List<string>();
        RequireRule(nameof(options.Account), options.Account);
        RequireRule(nameof(options.Device), options.Device);
        RequireRule(nameof(options.Address), options.Address);
        Require(options.IdentifierKey is null || IsKey(options.IdentifierKey), "IdentifierKey must be base64 of at least 32 bytes");
        Require(options.RedisTimeout > TimeSpan.Zero && options.RedisTimeout <= TimeSpan.FromSeconds(5), "RedisTimeout must be up to 5 s");
        Require(options.RedisPause > TimeSpan.Zero && options.RedisPause <= TimeSpan.FromMinutes(5), "RedisPause must be up to 5 min");
        Require(options.LocalCounters is >= 1000 and <= 10_000_000, "LocalCounters must be 1000 to 10000000");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void RequireRule(string part, ThrottleRule rule) =>
            Require(rule.IsValid, $"{part} needs FreeFailures of at least 1 and FirstDelay <= LongestDelay <= ExhaustedDelay < ForgetAfter");

        void Require(bool holds, string failure)
        {
            if (!holds)
                failures.Add($"{ThrottlingOptions.SectionName}: {failure}.");
        }
    }

    private static bool IsKey(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) && length >= LeastKeyBytes;
    }
}
