using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserService.Core.Audit;
using UserService.Core.Persistence;
using UserService.Core.Protection;
using UserService.Core.Storage;

namespace UserService.Core.Privacy.Exports;

/// <inheritdoc cref="IDataExportService"/>
internal sealed class DataExportService(UserDbContext db, UserFiles files, UserKeys keys, TimeProvider time) : IDataExportService
{
    public async Task<DataExportView> RequestAsync(Guid userId, Actor actor, CancellationToken ct)
    {
        if (await FindPreparingAsync(userId, ct) is { } preparing)
            return View(preparing);
        var now = time.GetUtcNow();
        var export = DataExport.Request(Guid.CreateVersion7(now), userId, now);
        db.DataExports.Add(export);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ExportAsked, userId, actor, reason: null, now));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "ux_data_exports_preparing" })
        {
            return View((await FindPreparingAsync(userId, ct))!); // asked for twice at once
        }

        return View(export);
    }

    public async Task<IReadOnlyList<DataExportView>> ListAsync(Guid userId, CancellationToken ct) =>
        [.. (await db.DataExports.AsNoTracking().Where(e => e.UserId == userId).OrderByDescending(e => e.RequestedAt).Take(20).ToListAsync(ct)).Select(View)];

    public async Task<DownloadResult> DownloadAsync(Guid userId, string token, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        if (await db.DataExports.SingleOrDefaultAsync(e => e.TokenHash == hash && e.UserId == userId && e.State == ExportState.Ready && e.ExpiresAt > now, ct) is not { FileId: { } fileId } export
            || await ReadAsync(userId, fileId, ct) is not { } archive)
            return new DownloadResult.Failed(PrivacyErrors.BadExportLink);

        // Read first, spent then: an outage of the store does not cost the link.
        export.End(ExportState.Downloaded);
        await files.DiscardAsync(fileId, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ExportFetched, userId, actor, reason: null, now));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new DownloadResult.Failed(PrivacyErrors.BadExportLink); // of two at once, the second
        }

        return new DownloadResult.Archived(archive);
    }

    private async Task<byte[]?> ReadAsync(Guid userId, Guid fileId, CancellationToken ct)
    {
        if (await files.FindAsync(userId, fileId, ct) is not { } file || await files.OpenAsync(file, ExportArchive.PartName, ct) is not { } stream)
            return null;
        await using (stream)
        {
            using var envelope = new MemoryStream();
            await stream.CopyToAsync(envelope, ct);
            return (await keys.GetAsync(userId, ct)).RevealBytes(envelope.ToArray(), ExportArchive.Column);
        }
    }

    private Task<DataExport?> FindPreparingAsync(Guid userId, CancellationToken ct) =>
        db.DataExports.AsNoTracking().SingleOrDefaultAsync(e => e.UserId == userId && e.State == ExportState.Preparing, ct);

    private static DataExportView View(DataExport e) => new(e.Id, e.State.ToString().ToLowerInvariant(), e.RequestedAt, e.ReadyAt, e.ExpiresAt);
}
