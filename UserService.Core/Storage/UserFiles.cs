using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Storage;

/// <summary>
/// The files of users. Upload first, then save what refers to the file together with <see cref="StoredFile.Keep"/>: of an upload that fails or is never referred to nothing stays.
/// </summary>
internal sealed class UserFiles(UserDbContext db, IServiceScopeFactory scopes, IStorageService storage, SystemKeys keys, FileLinks links, TimeProvider time, ILogger<UserFiles> log)
{
    // What hung for the upload will hang for its removal too: somebody waits for the answer, and the Worker has all the time.
    private static readonly TimeSpan RemovalPatience = TimeSpan.FromSeconds(2);

    /// <summary>Writes all parts; the file is tracked by the unit of work, and pending until the caller keeps it.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was written, or what was is removed (now, or by the Worker).</exception>
    public async Task<StoredFile> UploadAsync(Guid userId, string purpose, string contentType, IReadOnlyList<FilePart> parts, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var file = StoredFile.Begin(Guid.CreateVersion7(now), userId, purpose, contentType, [.. parts.Select(p => p.Name)], parts.Sum(p => (long)p.Content.Length), now);
        await using (var scope = scopes.CreateAsyncScope())
        {
            var own = scope.ServiceProvider.GetRequiredService<UserDbContext>();
            own.StoredFiles.Add(file);
            await own.SaveChangesAsync(ct);
        }

        try
        {
            foreach (var part in parts)
                await storage.PutAsync(file.KeyOf(part.Name), part.Content, contentType, ct);
        }
        catch
        {
            await RemoveAsync(file);
            throw;
        }

        db.Attach(file);
        return file;
    }

    /// <summary>Adds the end of a file to the unit of work; the Worker removes the objects after the commit.</summary>
    public async Task DiscardAsync(Guid fileId, CancellationToken ct) => (await db.StoredFiles.SingleOrDefaultAsync(f => f.Id == fileId, ct))?.Discard();

    public Task<StoredFile?> FindAsync(Guid userId, Guid fileId, CancellationToken ct) =>
        db.StoredFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId && f.UserId == userId && f.State == StoredFileState.Kept, ct);

    public Task<Stream?> OpenAsync(StoredFile file, string part, CancellationToken ct) => storage.OpenAsync(file.KeyOf(part), ct);

    /// <summary>An address that shows one part without signing in, until <paramref name="until"/>.</summary>
    public async ValueTask<Uri> LinkAsync(StoredFile file, string part, DateTimeOffset until, CancellationToken ct) =>
        await storage.LinkAsync(file.KeyOf(part), file.ContentType, until, ct) ?? links.Make(await keys.GetAsync(ct), file, part, until);

    private async Task RemoveAsync(StoredFile file)
    {
        using var patience = new CancellationTokenSource(RemovalPatience);
        try
        {
            foreach (var part in file.Parts)
                await storage.DeleteAsync(file.KeyOf(part), patience.Token);
            await db.StoredFiles.Where(f => f.Id == file.Id).ExecuteDeleteAsync(patience.Token);
        }
        catch (Exception e)
        {
            Log.LeftToTheWorker(log, file.Id, e.GetType().Name); // its row says what is to be removed
        }
    }
}

/// <summary>One object of a file.</summary>
internal sealed record FilePart(string Name, ReadOnlyMemory<byte> Content);
