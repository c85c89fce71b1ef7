namespace UserService.Core.Messaging.Changes;

/// <summary>What has happened to users, for services that follow it without a broker: the same events, in the same order per user.</summary>
public interface IUserChanges
{
    /// <summary>The mark of now: what is committed from here on lies behind it.</summary>
    Task<ChangeMark> NowAsync(CancellationToken ct);

    /// <summary>A mark for callers to keep, at most 120 characters.</summary>
    ValueTask<string> TokenOfAsync(ChangeMark mark, CancellationToken ct);

    /// <summary>The mark behind a token; null where it is none of ours, or not as it was given.</summary>
    ValueTask<ChangeMark?> MarkOfAsync(string token, CancellationToken ct);

    /// <summary>Whether what lies behind a mark is still all there.</summary>
    bool Reaches(ChangeMark mark);

    /// <summary>Up to <paramref name="limit"/> changes behind a mark, and the mark behind them. Each is given once by who goes on from the mark it got.</summary>
    Task<ChangeBatch> ReadAsync(ChangeMark after, int limit, CancellationToken ct);
}

/// <param name="After">Where to go on; also without changes it moves on.</param>
public sealed record ChangeBatch(IReadOnlyList<UserChange> Changes, ChangeMark After);

/// <summary>An event as it is published: see docs/api/events.md.</summary>
/// <param name="Data">JSON.</param>
/// <param name="Mark">Where to go on behind this one.</param>
public sealed record UserChange(Guid EventId, string Type, Guid UserId, long Sequence, DateTimeOffset OccurredAt, string Data, ChangeMark Mark);
