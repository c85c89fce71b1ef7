using Microsoft.Extensions.Options;

namespace UserService.Api.Http;

/// <summary>Which web pages may call the API. Section <c>Cors</c>.</summary>
internal sealed class CrossOriginOptions
{
    public const string Section = "Cors";

    /// <summary>Origins such as <c>https://app.bank.example</c>, without path. Default none: only the service's own pages.</summary>
    public string[] AllowedOrigins { get; set; } = [];
}

/// <summary>An allow-list names origins: never all of them, and outside Development none that anybody on the way could speak for.</summary>
internal sealed class CrossOriginOptionsValidator(IHostEnvironment environment) : IValidateOptions<CrossOriginOptions>
{
    public ValidateOptionsResult Validate(string? name, CrossOriginOptions options) =>
        Array.TrueForAll(options.AllowedOrigins, IsAllowed)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Cors:AllowedOrigins names something that is no https origin without path; for example Cors__AllowedOrigins__0=https://app.bank.example");

    private bool IsAllowed(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.GetLeftPart(UriPartial.Authority) == origin
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment()));
}
