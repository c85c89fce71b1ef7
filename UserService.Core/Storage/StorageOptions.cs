using UserService.Core.Configuration;

namespace UserService.Core.Storage;

/// <summary>Where files are kept. Section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary><c>local</c> (Development), <c>s3</c> or <c>cloudinary</c>. Default local.</summary>
    public string Provider { get; set; } = StorageProviders.Local;

    /// <summary>How long a link to a file works. Default 10 minutes: a page is shown at once, and a link that leaks is soon worthless.</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>An upload that was begun and not completed for this long is removed. Default one hour.</summary>
    public TimeSpan AbandonedAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A folder that the Api and the Worker share.</summary>
    public LocalStorageOptions Local { get; set; } = new();

    /// <summary>Amazon S3 or a compatible store.</summary>
    public S3StorageOptions S3 { get; set; } = new();

    /// <summary>Cloudinary's signed upload API.</summary>
    public CloudinaryOptions Cloudinary { get; set; } = new();
}

/// <summary>A folder that the Api and the Worker share. Section <c>Storage:Local</c>.</summary>
public sealed class LocalStorageOptions
{
    /// <summary>Required outside Development; there it is <c>user-service-files</c> in the folder for temporary files.</summary>
    public string? Folder { get; set; }

    /// <summary>How clients reach the API, which serves the files; where it is not set, the issuer of tokens.</summary>
    public string? PublicBaseUrl { get; set; }
}

/// <summary>Amazon S3 or a compatible store. Section <c>Storage:S3</c>.</summary>
public sealed class S3StorageOptions
{
    /// <summary>For compatible stores, such as <c>https://minio.internal:9000</c>; none for Amazon's own.</summary>
    public string? ServiceUrl { get; set; }

    /// <summary>Such as <c>eu-west-1</c>; compatible stores take any. Default <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>The bucket that holds the files of customers; nothing in it is public.</summary>
    [Example("user-service-files")]
    public string? Bucket { get; set; }

    /// <summary>None where the machine's own role is used.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Belongs to the access key.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Asks S3 to encrypt with a key that it keeps (SSE-S3). Default true; false for stores that do not know it.</summary>
    public bool ServerSideEncryption { get; set; } = true;

    /// <summary>How long one call may take with its repetitions. Default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Cloudinary's signed upload API. Section <c>Storage:Cloudinary</c>.</summary>
public sealed class CloudinaryOptions
{
    /// <summary>Default <c>https://api.cloudinary.com</c>.</summary>
    public string BaseUrl { get; set; } = "https://api.cloudinary.com";

    /// <summary>The name of the account's cloud.</summary>
    [Example("bank")]
    public string? CloudName { get; set; }

    /// <summary>The key's public part.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Signs calls and links.</summary>
    public string? ApiSecret { get; set; }

    /// <summary><c>sha1</c> (Cloudinary's default) or <c>sha256</c>, as the account is set. Default sha256.</summary>
    public string Signature { get; set; } = "sha256";

    /// <summary>How long one call may take. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>The values of <see cref="StorageOptions.Provider"/>.</summary>
internal static class StorageProviders
{
    public const string Local = "local";
    public const string S3 = "s3";
    public const string Cloudinary = "cloudinary";
}
