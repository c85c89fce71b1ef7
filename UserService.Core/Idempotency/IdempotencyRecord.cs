namespace UserService.Core.Idempotency;

/// <summary>A key and, once there is one, the answer that belongs to it.</summary>
internal sealed class IdempotencyRecord
{
    private IdempotencyRecord()
    {
    }

    /// <summary>Digest of caller, path and key.</summary>
    public byte[] Scope { get; private init; } = [];

    /// <summary>SHA-256 of the content, so that the key cannot be used for something else.</summary>
    public byte[] Request { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Until when a request that has not answered is taken to be under way; past it, its host has died.</summary>
    public DateTimeOffset LeasedUntil { get; private init; }

    /// <summary>The answer under the service's own key: it may hold tokens. None while the request is under way.</summary>
    public byte[]? AnswerProtected { get; private init; }
}
