using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Authentication.Tokens;

/// <summary>
/// The signing keys in force, read from PostgreSQL every minute, when <see cref="InvalidationFeed"/> tells of a change, and when a token names a key
/// that is not there.
/// </summary>
internal sealed class KeyRing : IInvalidationListener, IDisposable
{
    /// <summary>How old the ring may grow. A new key is published at least an hour before it signs, so a minute is soon enough.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);

    /// <summary>Between two reads that callers cause by naming unknown keys, and after a read that failed: a flood of made-up tokens costs one read in this time.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    // While PostgreSQL does not answer: how long a refresh may hold callers up who could go on with the keys that are known.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim loading = new(1, 1);
    private readonly IServiceScopeFactory scopes;
    private readonly SystemKeys system;
    private readonly TimeProvider time;
    private readonly ILogger<KeyRing> log;
    private readonly Meter meter;
    private KeySet? current;
    private int changes;
    private long searchedAt = long.MinValue;
    private long failedAt = long.MinValue;

    public KeyRing(IServiceScopeFactory scopes, SystemKeys system, InvalidationFeed feed, IMeterFactory meters, TimeProvider time, ILogger<KeyRing> log)
    {
        (this.scopes, this.system, this.time, this.log) = (scopes, system, time, log);
        feed.Subscribe(this);
        meter = meters.Create("UserService.Tokens");
        meter.CreateObservableGauge("user_service.signing_key.age", Age, "s", "How long the key that signs now has signed");
    }

    public ValueTask<KeySet> GetAsync(CancellationToken ct) =>
        current is { } keys && (IsFresh(keys) || IsPausing(ref failedAt)) ? ValueTask.FromResult(keys) : new(LoadAsync(ct));

    /// <summary>Whether a key is known to be published, from memory; no allocation and no await.</summary>
    public bool IsKnownPublished(string keyId, DateTimeOffset now) =>
        current is { } keys && keys.Changes == Volatile.Read(ref changes) && keys.Verifying(keyId, now) is not null;

    /// <summary>The keys after a look for one that was not among them, unless somebody has just looked for one.</summary>
    public async ValueTask<KeySet> SearchAsync(string keyId, CancellationToken ct)
    {
        if (!SigningKeyFactory.IsKeyId(keyId) || IsPausing(ref searchedAt))
            return await GetAsync(ct);
        await loading.WaitAsync(ct);
        try
        {
            if (current is { } keys && (keys.Keys.ContainsKey(keyId) || IsPausing(ref searchedAt)))
                return keys;
            Volatile.Write(ref searchedAt, time.GetTimestamp());
            return await ReadAsync(ct);
        }
        finally
        {
            loading.Release();
        }
    }

    void IInvalidationListener.Invalidated(InvalidatedThing thing, Guid key)
    {
        if (thing is InvalidatedThing.SigningKeys)
            Interlocked.Increment(ref changes);
    }

    public void Dispose()
    {
        meter.Dispose();
        loading.Dispose();
    }

    private async Task<KeySet> LoadAsync(CancellationToken ct)
    {
        if (current is { } known)
        {
            if (!await loading.WaitAsync(Patience, ct))
                return known;
        }
        else
        {
            await loading.WaitAsync(ct);
        }

        try
        {
            return current is { } keys && (IsFresh(keys) || IsPausing(ref failedAt)) ? keys : await ReadAsync(ct);
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task<KeySet> ReadAsync(CancellationToken ct)
    {
        if (current is not { } known)
            return current = await QueryAsync(ct);
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            // Awaited by its own clock: a query whose connection is dead takes seconds to notice that it was cancelled.
            return current = await QueryAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception e)
        {
            // PostgreSQL is away: the keys known so far go on, and not every caller asks again.
            Log.KeysNotRead(log, e);
            Volatile.Write(ref failedAt, time.GetTimestamp());
            return known;
        }
    }

    private async Task<KeySet> QueryAsync(CancellationToken ct)
    {
        var (before, now) = (Volatile.Read(ref changes), time.GetUtcNow());
        var key = await system.GetAsync(ct);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<UserDbContext>();
        var rows = await db.SigningKeys.AsNoTracking()
            .Where(k => k.RetiredAt == null || k.RetiredAt > now)
            .OrderBy(k => k.ActiveFrom).ToListAsync(ct);
        return KeySet.Of(now, rows, key, current) with { Changes = before };
    }

    private IEnumerable<Measurement<double>> Age()
    {
        var now = time.GetUtcNow();
        return current?.Rows.LastOrDefault(r => r.ActiveFrom <= now && r.IsPublished(now)) is { } signing ? [new((now - signing.ActiveFrom).TotalSeconds)] : [];
    }

    private bool IsFresh(KeySet keys) => keys.Changes == Volatile.Read(ref changes) && time.GetUtcNow() < keys.LoadedAt + RefreshInterval;

    private bool IsPausing(ref long since) => Volatile.Read(ref since) is var at && at != long.MinValue && time.GetElapsedTime(at) < Pause;
}
