using Microsoft.Extensions.Options;

namespace UserService.Core.Risk;

/// <summary>Refuses thresholds in the wrong order and a country file that cannot be read.</summary>
internal sealed class RiskOptionsValidator : IValidateOptions<RiskOptions>
{
    public ValidateOptionsResult Validate(string? name, RiskOptions options)
    {
        if (options.RefuseFrom < options.AskFrom)
            return ValidateOptionsResult.Fail("Risk:RefuseFrom is less than Risk:AskFrom: nobody would ever be asked. For example: 120");
        if (options.CountryFile is not { Length: > 0 } file)
            return ValidateOptionsResult.Success;
        try
        {
            using var reader = Countries.Open(file);
            return ValidateOptionsResult.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MaxMind.Db.InvalidDatabaseException)
        {
            return ValidateOptionsResult.Fail("Risk:CountryFile cannot be read as a MaxMind database. For example: /data/GeoLite2-Country.mmdb");
        }
    }
}
