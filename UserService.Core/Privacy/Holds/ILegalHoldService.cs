using UserService.Core.Audit;

namespace UserService.Core.Privacy.Holds;

/// <summary>Legal holds: set and released by staff, honoured by erasure.</summary>
public interface ILegalHoldService
{
    /// <summary>Null where there is no such customer.</summary>
    /// <param name="reason">1 to 500 characters, such as the number of the court order.</param>
    Task<LegalHoldView?> PlaceAsync(Guid userId, string reason, Actor actor, CancellationToken ct);

    /// <summary>False where the customer has no such hold that still stands.</summary>
    Task<bool> ReleaseAsync(Guid userId, Guid holdId, string reason, Actor actor, CancellationToken ct);

    /// <summary>All of a customer's holds, the newest first; null where there never was such a customer.</summary>
    Task<IReadOnlyList<LegalHoldView>?> ListAsync(Guid userId, CancellationToken ct);

    /// <summary>Whether any hold stands.</summary>
    Task<bool> IsHeldAsync(Guid userId, CancellationToken ct);
}

/// <summary>A hold as staff sees it.</summary>
public sealed record LegalHoldView(Guid Id, string Reason, string PlacedBy, DateTimeOffset PlacedAt, string? ReleasedBy, DateTimeOffset? ReleasedAt);
