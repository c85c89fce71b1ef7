namespace UserService.Core.Authentication.Passwords;

/// <summary>Takes a password that somebody chooses: policy first, then the hash. Registration, change and reset all come through here.</summary>
internal sealed class NewPasswords(PasswordPolicy policy, PasswordHasher hasher)
{
    /// <param name="personalWords">What the password must not be made of: address, names.</param>
    public async Task<NewPasswordResult> HashAsync(Password password, IReadOnlyList<string> personalWords, CancellationToken ct)
    {
        if (await policy.AssessAsync(password, personalWords, ct) is PasswordAssessment.Rejected(var violations))
            return new NewPasswordResult.Refused([.. violations.Select(v => v.Message)]);
        return await hasher.HashAsync(password, ct) switch
        {
            HashResult.Hashed(var hash) => new NewPasswordResult.Hashed(hash),
            HashResult.Busy(var retryAfter) => new NewPasswordResult.Busy(retryAfter),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}

/// <summary>How taking a new password ended.</summary>
internal abstract record NewPasswordResult
{
    public sealed record Hashed(string Hash) : NewPasswordResult
    {
        public override string ToString() => "[password hash]";
    }

    /// <summary>Reasons in words for the customer.</summary>
    public sealed record Refused(IReadOnlyList<string> Reasons) : NewPasswordResult;

    public sealed record Busy(TimeSpan RetryAfter) : NewPasswordResult;
}
