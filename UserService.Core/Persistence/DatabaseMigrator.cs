using Microsoft.EntityFrameworkCore;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Protection;

namespace UserService.Core.Persistence;

/// <summary>Brings a database to the state that this version needs: schema, partitions, the service's own key and a signing key.</summary>
public interface IDatabaseMigrator
{
    /// <summary>Idempotent, and safe to run from several processes at once: EF holds a lock on its history table.</summary>
    /// <returns>The names of the migrations that were applied now.</returns>
    Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct);
}

/// <inheritdoc cref="IDatabaseMigrator"/>
internal sealed class DatabaseMigrator(UserDbContext db, Partitions partitions, SystemKeyBootstrap systemKey, SigningKeyRotation signingKeys) : IDatabaseMigrator
{
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        await db.Database.MigrateAsync(ct);
        await partitions.EnsureAsync(ct);
        await systemKey.EnsureAsync(ct);
        await signingKeys.EnsureAsync(ct);
        return pending;
    }
}
