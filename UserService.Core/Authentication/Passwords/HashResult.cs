namespace UserService.Core.Authentication.Passwords;

/// <summary>What came of <see cref="PasswordHasher.HashAsync"/>.</summary>
public abstract record HashResult
{
    private HashResult()
    {
    }

    /// <summary>The hash in PHC string format, at most 256 characters.</summary>
    /// <param name="Encoded">Holds algorithm, parameters, salt and hash; store it as it is.</param>
    public sealed record Hashed(string Encoded) : HashResult;

    /// <summary>No place in the queue: answer 503 with <c>Retry-After</c>.</summary>
    /// <param name="RetryAfter">At least one second.</param>
    public sealed record Busy(TimeSpan RetryAfter) : HashResult;
}
