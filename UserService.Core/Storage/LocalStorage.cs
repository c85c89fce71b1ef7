using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace UserService.Core.Storage;

/// <summary>A folder. Files are written aside and moved into place, so that none is ever seen half-written.</summary>
internal sealed class LocalStorage(IOptions<StorageOptions> options, IHostEnvironment environment) : IStorageService
{
    private readonly string? root = options.Value.Local.Folder ?? (environment.IsDevelopment() ? Path.Combine(Path.GetTempPath(), "user-service-files") : null);

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct) => GuardAsync(async () =>
    {
        var path = PathOf(key);
        var draft = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.part";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            await File.WriteAllBytesAsync(draft, content, ct);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft); // there is one only where something went wrong
        }

        return true;
    });

    public Task<Stream?> OpenAsync(string key, CancellationToken ct) => GuardAsync(() =>
    {
        var path = PathOf(key);
        return Task.FromResult<Stream?>(File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete) : null);
    });

    public Task DeleteAsync(string key, CancellationToken ct) => GuardAsync(() =>
    {
        // A folder that is not there at all is a volume that is not mounted: what lay in it is not gone.
        var path = PathOf(key);
        if (!Directory.Exists(root))
            throw new StorageUnavailableException("The folder of files is not there.");
        if (Directory.Exists(Path.GetDirectoryName(path)))
            File.Delete(path);
        return Task.FromResult(true);
    });

    /// <summary>The API serves what is here.</summary>
    public ValueTask<Uri?> LinkAsync(string key, string contentType, DateTimeOffset until, CancellationToken ct) => new((Uri?)null);

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException("The folder of files cannot be used.", e);
        }
    }

    // Keys are made here and hold ids only; a key that would leave the folder is a bug, and is stopped all the same.
    private string PathOf(string key)
    {
        if (root is null)
            throw new StorageUnavailableException("Storage is not configured: set Storage:Provider, or Storage:Local:Folder.");
        var path = Path.GetFullPath(Path.Combine(root, key));
        return path.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : throw new ArgumentException("The key leaves the folder.", nameof(key));
    }
}
