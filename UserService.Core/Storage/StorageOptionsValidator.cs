using Microsoft.Extensions.Options;

namespace UserService.Core.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var failures = new List<string>();
        Require(options.Provider is StorageProviders.Local or StorageProviders.S3 or StorageProviders.Cloudinary, "Provider must be local, s3 or cloudinary");
        Require(options.LinkLifetime > TimeSpan.Zero && options.LinkLifetime <= TimeSpan.FromHours(1), "LinkLifetime must be up to one hour (Cloudinary's signatures end then)");
        Require(options.AbandonedAfter >= TimeSpan.FromMinutes(5), "AbandonedAfter must be five minutes or more");
        if (options.Provider == StorageProviders.S3)
        {
            Require(!string.IsNullOrEmpty(options.S3.Bucket), "S3:Bucket is not set");
            Require(string.IsNullOrEmpty(options.S3.AccessKey) == string.IsNullOrEmpty(options.S3.SecretKey), "S3:AccessKey and SecretKey belong together");
            Require(options.S3.ServiceUrl is null || IsAddress(options.S3.ServiceUrl), "S3:ServiceUrl must be an http(s) address");
        }

        if (options.Provider == StorageProviders.Cloudinary)
        {
            Require(!string.IsNullOrEmpty(options.Cloudinary.CloudName) && !string.IsNullOrEmpty(options.Cloudinary.ApiKey) && !string.IsNullOrEmpty(options.Cloudinary.ApiSecret), "Cloudinary needs CloudName, ApiKey and ApiSecret");
            Require(options.Cloudinary.Signature is "sha1" or "sha256", "Cloudinary:Signature must be sha1 or sha256");
            Require(IsAddress(options.Cloudinary.BaseUrl), "Cloudinary:BaseUrl must be an http(s) address");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string failure)
        {
            if (!holds)
                failures.Add($"{StorageOptions.Section}: {failure}.");
        }
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");
}
