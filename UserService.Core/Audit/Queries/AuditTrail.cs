using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Admin;
using UserService.Core.Persistence;

namespace UserService.Core.Audit.Queries;

/// <inheritdoc cref="IAuditTrail"/>
internal sealed class AuditTrail(UserDbContext db, TimeProvider time) : IAuditTrail
{
    public async Task<IReadOnlyList<AuditRecord>> QueryAsync(AuditFilter filter, Guid? before, int limit, StaffMember staff, CancellationToken ct)
    {
        var entries = Matching(filter);
        if (before is { } id)
            entries = entries.Where(a => a.Id < id);

        // Ids are made in the order of time, so the newest come from the end of the key of each partition.
        var page = await Records(entries.OrderByDescending(a => a.Id).Take(limit)).ToListAsync(ct);
        await RecordAsync(AuditActions.AuditRead, filter, staff, ct);
        return page;
    }

    public async IAsyncEnumerable<AuditRecord> ExportAsync(AuditFilter filter, StaffMember staff, [EnumeratorCancellation] CancellationToken ct)
    {
        await RecordAsync(AuditActions.AuditExported, filter, staff, ct);
        await foreach (var record in Records(Matching(filter).OrderBy(a => a.Id)).AsAsyncEnumerable().WithCancellation(ct))
            yield return record;
    }

    private IQueryable<AuditEntry> Matching(AuditFilter filter)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (filter.SubjectId is { } subject)
            entries = entries.Where(a => a.SubjectId == subject);
        if (filter.ActorId is { } actor)
            entries = entries.Where(a => a.ActorId == actor);
        if (filter.From is { } from)
            entries = entries.Where(a => a.OccurredAt >= from);
        if (filter.To is { } to)
            entries = entries.Where(a => a.OccurredAt < to);
        return filter.Action switch
        {
            null => entries,
            [.. var beginning, '*'] => entries.Where(a => a.Action.StartsWith(beginning)),
            var action => entries.Where(a => a.Action == action),
        };
    }

    private static IQueryable<AuditRecord> Records(IQueryable<AuditEntry> entries) => entries.Select(a => new AuditRecord(
        a.Id, a.OccurredAt, a.Action, a.ActorType, a.ActorId, a.SubjectId, a.SessionId, a.Address, a.Reason, a.BeforeHash, a.AfterHash));

    private async Task RecordAsync(string action, AuditFilter filter, StaffMember staff, CancellationToken ct)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"actor {filter.ActorId ?? "*"}, action {filter.Action ?? "*"}, from {filter.From:u} to {filter.To:u}");
        db.AuditEntries.Add(AuditEntry.Of(action, filter.SubjectId, staff.Actor, what, time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
    }
}
