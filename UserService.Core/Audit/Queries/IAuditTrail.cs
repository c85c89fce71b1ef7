using UserService.Core.Admin;

namespace UserService.Core.Audit.Queries;

/// <summary>Reads the audit trail; reading it is an entry too.</summary>
public interface IAuditTrail
{
    /// <summary>The newest first.</summary>
    /// <param name="before">Only those older than this one.</param>
    Task<IReadOnlyList<AuditRecord>> QueryAsync(AuditFilter filter, Guid? before, int limit, StaffMember staff, CancellationToken ct);

    /// <summary>All that pass the filter, the oldest first, as they come from the database.</summary>
    IAsyncEnumerable<AuditRecord> ExportAsync(AuditFilter filter, StaffMember staff, CancellationToken ct);
}

/// <summary>Which entries; what is null does not filter.</summary>
/// <param name="SubjectId">Whose account.</param>
/// <param name="ActorId">User or client id of who did it.</param>
/// <param name="Action">Such as <c>auth.login_failed</c>, or the beginning of it with an asterisk: <c>auth.*</c>.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record AuditFilter(Guid? SubjectId, string? ActorId, string? Action, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>An entry as auditors see it.</summary>
public sealed record AuditRecord(
    Guid Id, DateTimeOffset OccurredAt, string Action, string ActorType, string? ActorId, Guid? SubjectId, Guid? SessionId, string? Address, string? Reason,
    byte[]? BeforeHash, byte[]? AfterHash);
