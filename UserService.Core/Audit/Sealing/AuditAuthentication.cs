using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Protection;

namespace UserService.Core.Audit.Sealing;

/// <summary>Gives every entry its code of authentication on its way to the database, whoever added it.</summary>
internal sealed class AuditAuthentication : SaveChangesInterceptor
{
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } context && Added(context) is { Count: > 0 } entries)
        {
            var services = context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider
                ?? throw new InvalidOperationException("Audit entries are written by hosts, which have services.");
            var key = await services.GetRequiredService<SystemKeys>().GetAsync(cancellationToken);
            foreach (var entry in entries)
                entry.Authenticate(AuditRow.Of(entry).ComputeMac(key));
        }

        return result;
    }

    // Entries are added, never attached: looking for changes of everything else is left to the save itself.
    private static List<AuditEntry> Added(DbContext context)
    {
        var tracker = context.ChangeTracker;
        var detect = tracker.AutoDetectChangesEnabled;
        tracker.AutoDetectChangesEnabled = false;
        try
        {
            return [.. tracker.Entries<AuditEntry>().Where(e => e.State is EntityState.Added).Select(e => e.Entity)];
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = detect;
        }
    }
}
