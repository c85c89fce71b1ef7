namespace UserService.Core.Storage;

/// <summary>
/// Keeps files outside the database: a local folder, S3 or Cloudinary. Keys are made by <see cref="UserFiles"/>, never by callers. What cannot be reached throws
/// <see cref="StorageUnavailableException"/>, which is answered with 503 and <c>Retry-After</c>.
/// </summary>
public interface IStorageService
{
    /// <summary>Writes an object whole or not at all; one of the same key is replaced.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct);

    /// <summary>The object's bytes, or null where there is none.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken ct);

    /// <summary>Removes an object; one that is gone already is no fault.</summary>
    Task DeleteAsync(string key, CancellationToken ct);

    /// <summary>An address that shows the object without signing in until <paramref name="until"/>; null where the store has none of its own, and the API serves it.</summary>
    ValueTask<Uri?> LinkAsync(string key, string contentType, DateTimeOffset until, CancellationToken ct);
}
