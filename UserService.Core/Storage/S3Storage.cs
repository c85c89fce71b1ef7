using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace UserService.Core.Storage;

/// <summary>Amazon S3 and what speaks its protocol. A PUT is atomic there: an object is whole or absent.</summary>
internal sealed class S3Storage : IStorageService, IDisposable
{
    private readonly S3StorageOptions settings;
    private readonly AmazonS3Client client;

    public S3Storage(IOptions<StorageOptions> options)
    {
        settings = options.Value.S3;
        AWSConfigsS3.UseSignatureVersion4 = true; // for links too: the SDK would sign them by version 2 with some stores
        var config = new AmazonS3Config { Timeout = settings.Timeout, MaxErrorRetry = 2, AuthenticationRegion = settings.Region };
        if (settings.ServiceUrl is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        else
            (config.ServiceURL, config.ForcePathStyle, config.UseHttp) = (settings.ServiceUrl, true, settings.ServiceUrl.StartsWith("http:", StringComparison.OrdinalIgnoreCase));
        client = settings.AccessKey is { Length: > 0 } key ? new AmazonS3Client(new BasicAWSCredentials(key, settings.SecretKey), config) : new AmazonS3Client(config);
    }

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct) => GuardAsync(async stop =>
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = settings.Bucket,
                Key = key,
                InputStream = stream,
                ContentType = contentType,
                AutoCloseStream = false,
                UseChunkEncoding = false, // the whole content is hashed and signed; compatible stores know no signed chunks
                ServerSideEncryptionMethod = settings.ServerSideEncryption ? ServerSideEncryptionMethod.AES256 : null,
            },
            stop);
    }, ct);

    public Task<Stream?> OpenAsync(string key, CancellationToken ct) => GuardAsync(async stop =>
    {
        try
        {
            return (await client.GetObjectAsync(settings.Bucket, key, stop)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    }, ct);

    public Task DeleteAsync(string key, CancellationToken ct) => GuardAsync(async stop =>
    {
        try
        {
            return await client.DeleteObjectAsync(settings.Bucket, key, stop);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return new DeleteObjectResponse(); // Amazon says 204 here, others 404
        }
    }, ct);

    public ValueTask<Uri?> LinkAsync(string key, string contentType, DateTimeOffset until, CancellationToken ct) => new(new Uri(client.GetPreSignedURL(new GetPreSignedUrlRequest
    {
        BucketName = settings.Bucket,
        Key = key,
        Expires = until.UtcDateTime,
        Verb = HttpVerb.GET,
        Protocol = settings.ServiceUrl?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true ? Protocol.HTTP : Protocol.HTTPS,
        ResponseHeaderOverrides = { ContentType = contentType },
    })));

    public void Dispose() => client.Dispose();

    // All tries together: the SDK's own timeout is that of one.
    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(settings.Timeout);
        try
        {
            return await work(deadline.Token);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new StorageUnavailableException("The object store does not answer as it should.", e);
        }
    }
}
