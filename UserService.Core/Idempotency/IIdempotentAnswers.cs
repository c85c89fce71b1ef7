namespace UserService.Core.Idempotency;

/// <summary>
/// Remembers for 24 hours how requests with an <c>Idempotency-Key</c> were answered (draft-ietf-httpapi-idempotency-key-header), so that a
/// caller who never saw the answer can repeat the request without doing it twice.
/// </summary>
public interface IIdempotentAnswers
{
    /// <summary>Takes the key for one request. Of several at once exactly one begins.</summary>
    /// <param name="scope">Who sends it and where to, with the key: 32 bytes. The same key of another caller is another key.</param>
    /// <param name="request">SHA-256 of the request's content.</param>
    Task<IdempotencyStart> BeginAsync(byte[] scope, byte[] request, CancellationToken ct);

    /// <summary>Keeps the answer of the request that began.</summary>
    Task CompleteAsync(byte[] scope, IdempotentAnswer answer, CancellationToken ct);

    /// <summary>Gives the key back: what went wrong may go right the next time.</summary>
    Task AbandonAsync(byte[] scope, CancellationToken ct);
}

/// <summary>An answer as it was given the first time.</summary>
public sealed record IdempotentAnswer(int Status, string? ContentType, string? Location, string? ETag, byte[] Body)
{
    public override string ToString() => $"[answer {Status}]";
}

/// <summary>What a request with a key is to do.</summary>
public abstract record IdempotencyStart
{
    /// <summary>It is the first: go on, then complete or abandon.</summary>
    public sealed record First : IdempotencyStart;

    /// <summary>It was answered before.</summary>
    public sealed record Answered(IdempotentAnswer Answer) : IdempotencyStart;

    /// <summary>The key was used with other content.</summary>
    public sealed record Reused : IdempotencyStart;

    /// <summary>The first one is not finished yet.</summary>
    public sealed record InFlight : IdempotencyStart;
}
