using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Privacy.Erasures;

/// <summary>A customer's right to be forgotten.</summary>
public interface IErasureService
{
    /// <summary>Schedules the erasure of everything that is kept of the customer; it can be cancelled until it is due.</summary>
    Task<ErasureResult> RequestAsync(Guid userId, Actor actor, CancellationToken ct);

    /// <summary>The last one asked for; null where there was none.</summary>
    Task<ErasureView?> FindAsync(Guid userId, CancellationToken ct);

    /// <summary>Null when it is cancelled; <c>not_found</c> where none is scheduled.</summary>
    Task<Error?> CancelAsync(Guid userId, Actor actor, CancellationToken ct);
}

/// <summary>An erasure as its owner sees it.</summary>
/// <param name="State"><c>scheduled</c>, <c>on_hold</c>, <c>cancelled</c> or <c>completed</c>.</param>
/// <param name="Explanation">Why it waits, where it waits for something other than its time.</param>
public sealed record ErasureView(Guid Id, string State, DateTimeOffset RequestedAt, DateTimeOffset DueAt, string? Explanation);

/// <summary>How asking for an erasure ended.</summary>
public abstract record ErasureResult
{
    public sealed record Scheduled(ErasureView Erasure) : ErasureResult;

    public sealed record Refused(Error Error) : ErasureResult;
}
