namespace UserService.Core.Authentication.Passwords;

/// <summary>Takes a password that somebody chooses: policy first, then the hash. Registration, change and reset all come through here.</summary>
internal sealed class NewPasswords(PasswordPolicy policy, PasswordHasher hasher)
{
    private const string Unchanged = "This is your current password. Choose another.";

    /// <param name="personalWords">What the password must not be made of: address, names.</param>
    public Task<NewPasswordResult> HashAsync(Password password, IReadOnlyList<string> personalWords, CancellationToken ct) => HashAsync(password, personalWords, replaced: null, ct);

    /// <inheritdoc cref="HashAsync(Password, IReadOnlyList{string}, CancellationToken)"/>
    /// <param name="replaced">The hash of the password whose place it takes: a change that changes nothing is refused, since who changes a password has a reason to.</param>
    public async Task<NewPasswordResult> HashAsync(Password password, IReadOnlyList<string> personalWords, string? replaced, CancellationToken ct)
    {
        if (await policy.AssessAsync(password, personalWords, ct) is PasswordAssessment.Rejected(var violations))
            return new NewPasswordResult.Refused([.. violations.Select(v => v.Message)]);
        switch (replaced is null ? null : await hasher.VerifyAsync(password, replaced, ct))
        {
            case VerifyResult.Verified:
                return new NewPasswordResult.Refused([Unchanged]);
            case VerifyResult.Busy(var later):
                return new NewPasswordResult.Busy(later);
        }

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
