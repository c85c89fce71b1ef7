using UserService.Core.Audit;

namespace UserService.Core.Messaging.DeadLetters;

/// <summary>Events that nobody could handle (incoming) or that the broker would not take (outgoing), for an operator to look at and decide on.</summary>
public interface IDeadLetters
{
    /// <summary>Those that wait for a decision, the newest first.</summary>
    /// <param name="before">The <see cref="DeadLetterPage.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">1 to 100.</param>
    Task<DeadLetterPage> ListAsync(Guid? before, int limit, CancellationToken ct);

    /// <summary>
    /// Has it handled or published once more, by a Worker, within seconds. An incoming one begins anew with its attempts; one that was
    /// handled after all has no second effect. Audited.
    /// </summary>
    /// <returns>False where no such letter waits for a decision.</returns>
    Task<bool> ReplayAsync(Guid id, Actor actor, string? reason, CancellationToken ct);

    /// <summary>Gives it up for good. It stays on record; an outgoing one leaves a gap in its user's sequence numbers. Audited.</summary>
    /// <returns>False where no such letter waits for a decision.</returns>
    Task<bool> DiscardAsync(Guid id, Actor actor, string reason, CancellationToken ct);
}

/// <param name="Next">Where the next page begins; null where there is none.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetterView> Items, Guid? Next);

/// <summary>A dead letter without its content, which may hold personal data.</summary>
/// <param name="Incoming">Whether it came from another service; otherwise it is an event of this one.</param>
/// <param name="Origin">The exchange that it came from or was meant for.</param>
/// <param name="Type">CloudEvents type; null where the message is no CloudEvent.</param>
/// <param name="EventId">CloudEvents id; null where the message is no CloudEvent.</param>
/// <param name="Subject">CloudEvents subject, for outgoing ones the user's id.</param>
/// <param name="Reason">
/// <c>no_cloud_event</c>, <c>unknown_type</c>, <c>unreadable_data</c>, <c>delivery_limit</c> (its Worker died each time), another code of
/// its handler, or the name of the last failure.
/// </param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Bytes">Size of the message; 0 for outgoing ones.</param>
public sealed record DeadLetterView(
    Guid Id, bool Incoming, string Origin, string? Type, string? EventId, string? Subject, string Reason, int Attempts, int Bytes, DateTimeOffset FailedAt);
