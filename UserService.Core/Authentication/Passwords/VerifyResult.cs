namespace UserService.Core.Authentication.Passwords;

/// <summary>What came of <see cref="PasswordHasher.VerifyAsync"/>.</summary>
public abstract record VerifyResult
{
    private VerifyResult()
    {
    }

    /// <summary>The password is right.</summary>
    /// <param name="NeedsRehash">The stored hash has other parameters, another pepper or another algorithm than a new one would have.</param>
    public sealed record Verified(bool NeedsRehash) : VerifyResult;

    /// <summary>The password is wrong, or there is nothing to compare it with.</summary>
    public sealed record Failed : VerifyResult
    {
        internal static readonly Failed Instance = new();
    }

    /// <summary>No place in the queue: answer 503 with <c>Retry-After</c>; nothing was compared.</summary>
    /// <param name="RetryAfter">At least one second.</param>
    public sealed record Busy(TimeSpan RetryAfter) : VerifyResult;
}
