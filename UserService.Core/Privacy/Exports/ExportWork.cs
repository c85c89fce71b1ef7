using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts.Links;
using UserService.Core.Audit;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Protection;
using UserService.Core.Storage;

namespace UserService.Core.Privacy.Exports;

/// <summary>Prepares exports one after the other, and removes those that were not fetched in time.</summary>
internal sealed class ExportWork(
    UserDbContext db, PersonalDataReader reader, PersonalDataMap map, UserKeys keys, UserFiles files, NotificationQueue notifications,
    IOptions<PrivacyOptions> options, IOptions<LinkOptions> links, TimeProvider time, ILogger<ExportWork> log)
{
    private const int MaxAttempts = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>False when nothing waits.</summary>
    public async Task<bool> DoOneAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var export = (await db.DataExports.FromSql(
            $"""
            UPDATE data_exports SET next_attempt_at = {now + Lease}, attempts = attempts + 1
            WHERE id = (SELECT id FROM data_exports WHERE state = 'Preparing' AND next_attempt_at <= {now} ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *, xmin
            """).ToListAsync(ct)).SingleOrDefault();
        if (export is null)
            return false;
        try
        {
            await PrepareAsync(export, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.ExportFailed(log, export.Id, export.Attempts, e);
            await PutOffAsync(export, ct);
        }

        return true;
    }

    /// <summary>Ends exports whose time is over; how many.</summary>
    public async Task<int> ExpireAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var late = await db.DataExports.Where(e => e.State == ExportState.Ready && e.ExpiresAt <= now).OrderBy(e => e.ExpiresAt).Take(50).ToListAsync(ct);
        foreach (var export in late)
        {
            await files.DiscardAsync(export.FileId!.Value, ct);
            export.End(ExportState.Expired);
        }

        await db.SaveChangesAsync(ct);
        return late.Count;
    }

    private async Task PrepareAsync(DataExport export, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var user = await db.Users.SingleAsync(u => u.Id == export.UserId, ct);
        var data = await reader.ReadAsync(user.Id, ct);
        var archive = ExportArchive.Pack(data, map, await FilesAsync(user.Id, ct), now);
        var envelope = (await keys.GetAsync(user.Id, ct)).ProtectBytes(archive, ExportArchive.Column);
        var file = await files.UploadAsync(user.Id, FilePurposes.Export, "application/octet-stream", [new FilePart(ExportArchive.PartName, envelope)], ct);
        file.Keep();
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        export.Ready(file.Id, SHA256.HashData(Encoding.UTF8.GetBytes(token)), now + options.Value.ExportLifetime, now);
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.ExportReady, ct, new Dictionary<string, string>
        {
            ["link"] = $"{links.Value.BaseUrl.TrimEnd('/')}/data-export?token={token}",
            ["hours"] = ((int)options.Value.ExportLifetime.TotalHours).ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ExportPrepared, user.Id, Actor.System, reason: null, now));
        await db.SaveChangesAsync(ct);
        Log.ExportReady(log, export.Id);
    }

    private async Task<List<(string Name, byte[] Content)>> FilesAsync(Guid userId, CancellationToken ct)
    {
        var contents = new List<(string, byte[])>();
        foreach (var file in await db.StoredFiles.AsNoTracking().Where(f => f.UserId == userId && f.State == StoredFileState.Kept && f.Purpose != FilePurposes.Export).ToListAsync(ct))
        {
            foreach (var part in file.Parts)
            {
                if (await files.OpenAsync(file, part, ct) is not { } stream)
                    continue;
                await using (stream)
                {
                    using var copy = new MemoryStream();
                    await stream.CopyToAsync(copy, ct);
                    contents.Add(($"{file.Purpose}-{file.Id:n}-{part}", copy.ToArray()));
                }
            }
        }

        return contents;
    }

    private async Task PutOffAsync(DataExport export, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await db.DataExports.SingleOrDefaultAsync(e => e.Id == export.Id, ct) is not { State: ExportState.Preparing } again)
            return;
        if (again.Attempts >= MaxAttempts)
            again.Fail();
        else
            again.TryAgain(time.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(2, again.Attempts)));
        await db.SaveChangesAsync(ct);
    }
}
