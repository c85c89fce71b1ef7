namespace UserService.Core.Authentication.Tokens;

/// <summary>Replaces the keys that sign access tokens. Safe from several processes at once: PostgreSQL lets one at a time.</summary>
public interface IKeyRotation
{
    /// <summary>Makes the next key if the schedule says so.</summary>
    Task<KeyRotationResult> RotateIfDueAsync(CancellationToken ct);

    /// <summary>Makes the next key now; it is published at once and signs after <see cref="SigningKeyOptions.PublishAhead"/>.</summary>
    Task<KeyRotationResult> PublishNextAsync(CancellationToken ct);

    /// <summary>
    /// Makes a key that our hosts sign with within a second. Who keeps a copy of the key set refuses its tokens until he looks again. The old key's tokens
    /// are accepted until the last has run out.
    /// </summary>
    Task<KeyRotationResult> ReplaceAsync(CancellationToken ct);

    /// <summary>
    /// For a key that somebody else may have: our hosts refuse whatever it signed within a second, and others when they read the key set again. Makes
    /// another key where this was the one that signs.
    /// </summary>
    Task<KeyWithdrawalResult> WithdrawAsync(string keyId, CancellationToken ct);

    /// <summary>The keys that are published, the oldest first.</summary>
    Task<IReadOnlyList<SigningKeyView>> ListAsync(CancellationToken ct);
}

/// <summary>A key as operators see it.</summary>
/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="ActiveFrom">Signs from then on, until the next key does.</param>
/// <param name="RetiredAt">Accepted until then; null while no other key follows.</param>
public sealed record SigningKeyView(string KeyId, DateTimeOffset ActiveFrom, DateTimeOffset? RetiredAt);

/// <summary>How a rotation ended.</summary>
public abstract record KeyRotationResult
{
    public sealed record Made(SigningKeyView Key) : KeyRotationResult;

    /// <summary>There is nothing to do: no key is due, or one was made a moment ago or waits for its time.</summary>
    public sealed record NotNeeded(SigningKeyView Newest) : KeyRotationResult;
}

/// <summary>How withdrawing a key ended.</summary>
public abstract record KeyWithdrawalResult
{
    /// <param name="Successor">The key that was made in its place; null where another one signs already.</param>
    public sealed record Withdrawn(SigningKeyView? Successor) : KeyWithdrawalResult;

    /// <summary>No such key is published.</summary>
    public sealed record Unknown : KeyWithdrawalResult;
}
