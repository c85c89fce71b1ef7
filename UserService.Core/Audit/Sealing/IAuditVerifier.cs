namespace UserService.Core.Audit.Sealing;

/// <summary>Proves that the audit trail is what was written, or says what is not.</summary>
public interface IAuditVerifier
{
    /// <summary>Reads everything, in one snapshot.</summary>
    /// <param name="expectedHead">A seal that was noted before, as <c>NUMBER:HASH</c>: the chain must still contain it. Finds an end that was cut off.</param>
    Task<AuditReport> VerifyAsync(string? expectedHead, CancellationToken ct);
}

/// <summary>What was found.</summary>
/// <param name="Entries">Sealed ones.</param>
/// <param name="Unsealed">Entries of the last moments that no seal holds yet.</param>
/// <param name="Head">The newest seal as <c>NUMBER:HASH</c>; to be noted elsewhere. None before the first.</param>
/// <param name="Faults">In the order of the seals; empty where all is well.</param>
public sealed record AuditReport(long Seals, long Entries, long Unsealed, string? Head, IReadOnlyList<AuditFault> Faults);

/// <summary>Something that is not as it was written.</summary>
/// <param name="Kind">
/// <c>entry_changed</c>, <c>entry_removed</c>, <c>entry_inserted</c>, <c>seal_changed</c>, <c>seal_missing</c>, <c>seal_forged</c> or <c>head_missing</c>.
/// </param>
/// <param name="Seal">The seal that shows it, where one does.</param>
/// <param name="Entry">The entry, where it is one.</param>
public sealed record AuditFault(string Kind, long? Seal, Guid? Entry, string Detail);
