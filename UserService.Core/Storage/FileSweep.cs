using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserService.Core.Persistence;

namespace UserService.Core.Storage;

/// <summary>Removes the objects of discarded files and of uploads that were never completed. Several Workers share the work.</summary>
internal sealed class FileSweep(IServiceScopeFactory scopes, IOptions<StorageOptions> options, TimeProvider time, ILogger<FileSweep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private const int Batch = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                while (await SweepAsync(stoppingToken) == Batch)
                {
                    // there is more
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(log, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One batch; how many files it removed.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<UserDbContext>();
        var storage = scope.ServiceProvider.GetRequiredService<IStorageService>();
        var removed = await db.InTransactionAsync(turn: null, stop => SweepAsync(db, storage, time.GetUtcNow() - options.Value.AbandonedAfter, stop), ct);
        if (removed > 0)
            Log.Removed(log, removed);
        return removed;
    }

    private static async Task<int> SweepAsync(UserDbContext db, IStorageService storage, DateTimeOffset abandoned, CancellationToken ct)
    {
        var files = await db.StoredFiles.FromSql(
            $"""
            SELECT * FROM stored_files WHERE state = 'Discarded' OR (state = 'Pending' AND created_at < {abandoned})
            ORDER BY created_at LIMIT {Batch} FOR UPDATE SKIP LOCKED
            """).ToListAsync(ct);
        foreach (var file in files)
        {
            foreach (var part in file.Parts)
                await storage.DeleteAsync(file.KeyOf(part), ct);
            db.Remove(file);
        }

        await db.SaveChangesAsync(ct);
        return files.Count;
    }
}
