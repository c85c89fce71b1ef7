using UserService.Core.Audit.Queries;

namespace UserService.Api.Contracts.Admin;

/// <summary>An entry of the audit trail: ids, no personal data.</summary>
/// <param name="Action">Such as <c>auth.login_failed</c>.</param>
/// <param name="ActorType"><c>user</c>, <c>service</c>, <c>staff</c>, <c>system</c> or <c>anonymous</c>.</param>
/// <param name="SubjectId">Whose account.</param>
/// <param name="BeforeHash">Keyed hash of what was there before, hexadecimal; null where nothing was, or nothing changed.</param>
/// <param name="AfterHash">Keyed hash of what is there since.</param>
internal sealed record AuditEntryResponse(
    Guid Id, DateTimeOffset OccurredAt, string Action, string ActorType, string? ActorId, Guid? SubjectId, Guid? SessionId, string? Address, string? Reason,
    string? BeforeHash, string? AfterHash);

internal static class AuditContracts
{
    public static AuditEntryResponse ToResponse(this AuditRecord a) => new(
        a.Id, a.OccurredAt, a.Action, a.ActorType, a.ActorId, a.SubjectId, a.SessionId, a.Address, a.Reason, Hex(a.BeforeHash), Hex(a.AfterHash));

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}
