using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Passwords;

/// <summary>
/// Hashes and verifies passwords with Argon2id, at most one per core at once. Hashes of other systems (bcrypt, PBKDF2, scrypt) are verified
/// too and always ask for a rehash. One per process.
/// </summary>
public sealed class PasswordHasher : IDisposable
{
    private static readonly byte[] NoPassword = [];

    private readonly PasswordOptions _options;
    private readonly IPasswordPeppers _peppers;
    private readonly PasswordMetrics _metrics;
    private readonly ILogger<PasswordHasher> _logger;
    private readonly HashLanes _lanes;
    private readonly Argon2idHash _decoy;

    internal PasswordHasher(IOptions<PasswordOptions> options, IPasswordPeppers peppers, PasswordMetrics metrics, TimeProvider time, ILogger<PasswordHasher> logger)
    {
        _options = options.Value;
        _peppers = peppers;
        _metrics = metrics;
        _logger = logger;
        _lanes = new HashLanes(_options.Lanes, _options.Places, _options.FinishWithin, time);
        _decoy = new Argon2idHash(_options.MemoryKibibytes, _options.Passes, null, new byte[16], new byte[32]);
        metrics.Observe(_lanes);
    }

    /// <summary>Hashes with today's parameters, a new salt and the current pepper.</summary>
    public async ValueTask<HashResult> HashAsync(Password password, CancellationToken ct)
    {
        var outcome = await RunAsync("hash", () => Compute(password), ct);
        return outcome.Accepted ? new HashResult.Hashed(outcome.Value!) : new HashResult.Busy(outcome.RetryAfter);
    }

    /// <summary>Compares in constant time. A stored text in no known format is logged and fails after the usual work.</summary>
    /// <param name="password">As typed now.</param>
    /// <param name="encodedHash">As stored: a PHC string, bcrypt's format, or ASP.NET Core Identity's base64.</param>
    /// <param name="ct">Leaves the queue; a hash that has begun is finished.</param>
    public ValueTask<VerifyResult> VerifyAsync(Password password, string encodedHash, CancellationToken ct) =>
        RunVerifyAsync("verify", () => Verify(password, encodedHash), ct);

    /// <summary>The work of <see cref="VerifyAsync"/> for an account that does not exist, so that the time tells nothing. Never verified.</summary>
    /// <param name="password">As typed, or null where it was no possible password.</param>
    /// <param name="ct">Leaves the queue.</param>
    public ValueTask<VerifyResult> VerifyDecoyAsync(Password? password, CancellationToken ct) =>
        RunVerifyAsync("decoy", () => VerifyDecoy(password), ct);

    /// <summary>Whether a password that came now would find no place in the queue.</summary>
    /// <param name="retryAfter">At least one second.</param>
    public bool IsFull(out TimeSpan retryAfter)
    {
        var full = _lanes.IsFull(out retryAfter);
        if (full)
            _metrics.Refused("admission");
        return full;
    }

    /// <summary>Stops the lanes; waiting callers are cancelled.</summary>
    public void Dispose() => _lanes.Dispose();

    private async ValueTask<VerifyResult> RunVerifyAsync(string operation, Func<VerifyResult> work, CancellationToken ct)
    {
        var outcome = await RunAsync(operation, work, ct);
        return outcome.Accepted ? outcome.Value! : new VerifyResult.Busy(outcome.RetryAfter);
    }

    private async ValueTask<LaneOutcome<T>> RunAsync<T>(string operation, Func<T> work, CancellationToken ct)
    {
        var outcome = await _lanes.RunAsync(() => _metrics.Time(operation, work), ct);
        if (!outcome.Accepted)
            _metrics.Refused(operation);
        return outcome;
    }

    private string Compute(Password password) =>
        Argon2idHash.Compute(password.Utf8, _peppers.Current, _options.MemoryKibibytes, _options.Passes).Encode();

    private VerifyResult Verify(Password password, string encodedHash)
    {
        if (PhcString.TryParse(encodedHash, out var phc) && Argon2idHash.TryRead(phc, out var argon2id))
            return VerifyArgon2id(password, argon2id);
        var matches = ForeignHashVerifier.Verify(password, encodedHash);
        if (matches is true)
            return new VerifyResult.Verified(NeedsRehash: true);
        if (matches is null)
        {
            Log.UnreadableHash(_logger);
            return VerifyDecoy(password);
        }
        return VerifyResult.Failed.Instance;
    }

    private VerifyResult VerifyArgon2id(Password password, Argon2idHash hash)
    {
        var pepper = hash.PepperId is null ? null : _peppers.Find(hash.PepperId)
            ?? throw new InvalidOperationException($"A stored hash names pepper '{hash.PepperId}', which is not configured");
        if (!hash.Matches(password.Utf8, pepper))
            return VerifyResult.Failed.Instance;
        var isCurrent = hash.MemoryKibibytes == _options.MemoryKibibytes && hash.Passes == _options.Passes && hash.PepperId == _peppers.Current?.Id;
        return new VerifyResult.Verified(NeedsRehash: !isCurrent);
    }

    private VerifyResult.Failed VerifyDecoy(Password? password)
    {
        // The answer is thrown away: a password that happened to match the decoy must not sign anybody in.
        _ = _decoy.Matches(password is null ? NoPassword : password.Utf8, _peppers.Current);
        return VerifyResult.Failed.Instance;
    }
}
