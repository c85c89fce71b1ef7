using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Authentication.Tokens;

/// <summary>The signing keys in force, read from PostgreSQL and refreshed every minute.</summary>
internal sealed class KeyRing(IServiceScopeFactory scopes, SystemKeys system, TimeProvider time) : IDisposable
{
    /// <summary>How old the ring may grow. A new key is published at least an hour before it signs, so a minute is soon enough.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim loading = new(1, 1);
    private KeySet? current;

    public ValueTask<KeySet> GetAsync(CancellationToken ct) =>
        current is { } keys && time.GetUtcNow() < keys.LoadedAt + RefreshInterval ? ValueTask.FromResult(keys) : new(LoadAsync(ct));

    public void Dispose() => loading.Dispose();

    private async Task<KeySet> LoadAsync(CancellationToken ct)
    {
        await loading.WaitAsync(ct);
        try
        {
            var now = time.GetUtcNow();
            if (current is { } fresh && now < fresh.LoadedAt + RefreshInterval)
                return fresh;
            var key = await system.GetAsync(ct);
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<UserDbContext>();
            var rows = await db.SigningKeys.AsNoTracking()
                .Where(k => k.RetiredAt == null || k.RetiredAt > now)
                .OrderBy(k => k.ActiveFrom).ToListAsync(ct);
            if (rows.Count == 0)
                throw new InvalidOperationException("The database holds no signing key: run scripts/migrate.sh first.");

            // Keys that are already open stay open: opening one again would leak the native handle of the old.
            var open = current?.Keys;
            return current = new KeySet(now, rows, rows.ToFrozenDictionary(
                r => r.KeyId, r => open is not null && open.TryGetValue(r.KeyId, out var known) ? known : SigningKeyFactory.Open(r, key)));
        }
        catch (Exception) when (current is not null)
        {
            return current; // PostgreSQL is away: the keys known so far go on
        }
        finally
        {
            loading.Release();
        }
    }
}

/// <summary>Signing keys as they were at one time.</summary>
internal sealed record KeySet(DateTimeOffset LoadedAt, IReadOnlyList<SigningKey> Rows, FrozenDictionary<string, ECDsaSecurityKey> Keys)
{
    /// <summary>The newest key whose time has come.</summary>
    public ECDsaSecurityKey Signing(DateTimeOffset now) =>
        Keys[(Rows.LastOrDefault(r => r.ActiveFrom <= now && (r.RetiredAt is null || r.RetiredAt > now)) ?? Rows[0]).KeyId];
}
