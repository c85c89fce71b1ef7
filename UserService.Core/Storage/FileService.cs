using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Storage;

/// <summary>Opens the files behind links that the API serves itself.</summary>
public interface IFileService
{
    /// <summary>Null where the link is not ours, has ended, or its file is gone.</summary>
    Task<OpenFile?> OpenAsync(string part, string token, CancellationToken ct);
}

/// <summary>A file to be sent.</summary>
public sealed record OpenFile(Stream Content, string ContentType);

/// <inheritdoc cref="IFileService"/>
internal sealed class FileService(UserDbContext db, IStorageService storage, SystemKeys keys, TimeProvider time) : IFileService
{
    public async Task<OpenFile?> OpenAsync(string part, string token, CancellationToken ct)
    {
        if (!FileLinks.TryRead(await keys.GetAsync(ct), token, time.GetUtcNow(), out var id))
            return null;
        var file = await db.StoredFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && f.State == StoredFileState.Kept, ct);
        return file is not null && file.Parts.Contains(part, StringComparer.Ordinal) && await storage.OpenAsync(file.KeyOf(part), ct) is { } content ? new OpenFile(content, file.ContentType) : null;
    }
}
