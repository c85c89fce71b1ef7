using System.Net;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Authentication.Throttling;
using UserService.Core.Errors;

namespace UserService.Core.Authentication;

/// <summary>
/// Says whether a password fits an account, no faster than an attacker should learn it. An attempt counts as failed from its beginning;
/// only a completed sign-in takes it back, so that knowing the password buys no unlimited guesses at the second factor.
/// </summary>
internal sealed class PasswordCheck(LoginCandidates candidates, PasswordHasher hasher, LoginThrottle throttle, TimeProvider time)
{
    private const string Purpose = "login";

    public async Task<PasswordCheckResult> CheckAsync(LoginCommand command, Actor actor, CancellationToken ct)
    {
        // Who cannot be served is told at once and costs no database anything: a flood of logins leaves the rest of the service alone.
        if (hasher.IsFull(out var later))
            return new PasswordCheckResult.Busy(later);
        var identifier = LoginIdentifier.Parse(command.Identifier);
        var candidate = await candidates.FindAsync(identifier, command.DeviceToken, ct);

        // A device counts as known only when it is this account's: made-up device tokens buy no counters of their own.
        var known = candidate?.Device?.IsTrusted(time.GetUtcNow()) == true ? candidate.Device.Id.ToString("N") : null;
        var account = candidate?.User.Id.ToString("N") ?? identifier?.Normal ?? command.Identifier;
        var subject = new ThrottleSubject(Purpose, account, Address(actor), known);
        if (await throttle.TryAcquireAsync(subject, ct) is ThrottleDecision.Delayed(var wait))
            return new PasswordCheckResult.Delayed(wait);

        // A text that can be nobody's password, and an account that nobody has, cost the same as a wrong password.
        Password.TryCreate(command.Password, out var password);
        var verified = candidate is not null && password is not null
            ? await hasher.VerifyAsync(password, candidate.Credential.Hash, ct)
            : await hasher.VerifyDecoyAsync(password, ct);
        switch (verified)
        {
            case VerifyResult.Verified(var needsRehash):
                return new PasswordCheckResult.Right(candidate!, password!, needsRehash);
            case VerifyResult.Busy(var retryAfter):
                await throttle.ReleaseAsync(subject, ct);
                return new PasswordCheckResult.Busy(retryAfter);
            default:
                return new PasswordCheckResult.Wrong(candidate);
        }
    }

    /// <summary>Brings the stored hash up to today's parameters, in the caller's unit of work; true where it did.</summary>
    public async Task<bool> RehashAsync(LoginCandidate candidate, Password password, CancellationToken ct)
    {
        // No time to spare for it is no reason to refuse a right password; the next login tries again.
        if (await hasher.HashAsync(password, ct) is not HashResult.Hashed(var hash))
            return false;
        candidate.Credential.Rehash(hash);
        return true;
    }

    /// <summary>A signed-in user states the password again. Null when it is right; the counter is that of signing in.</summary>
    public async Task<Error?> CheckOwnAsync(User user, string text, Actor actor, CancellationToken ct)
    {
        var credential = await candidates.FindCredentialAsync(user.Id, ct);
        var subject = new ThrottleSubject(Purpose, user.Id.ToString("N"), Address(actor), KnownDevice: null);
        if (await throttle.TryAcquireAsync(subject, ct) is ThrottleDecision.Delayed(var wait))
            return CommonErrors.TooManyAttempts(wait);
        Password.TryCreate(text, out var password);
        var verified = credential is not null && password is not null
            ? await hasher.VerifyAsync(password, credential.Hash, ct)
            : await hasher.VerifyDecoyAsync(password, ct);
        switch (verified)
        {
            case VerifyResult.Verified:
                await throttle.RecordSuccessAsync(subject, ct);
                return null;
            case VerifyResult.Busy(var retryAfter):
                await throttle.ReleaseAsync(subject, ct);
                return CommonErrors.Overloaded(retryAfter);
            default:
                return AuthErrors.WrongPassword;
        }
    }

    /// <summary>The sign-in is complete: the account's counter begins anew.</summary>
    public ValueTask SucceededAsync(Guid userId, Guid? knownDevice, Actor actor, CancellationToken ct) =>
        throttle.RecordSuccessAsync(new ThrottleSubject(Purpose, userId.ToString("N"), Address(actor), knownDevice?.ToString("N")), ct);

    private static IPAddress? Address(Actor actor) => IPAddress.TryParse(actor.Address, out var address) ? address : null;
}

/// <summary>How checking a password ended.</summary>
internal abstract record PasswordCheckResult
{
    public sealed record Right(LoginCandidate Candidate, Password Password, bool NeedsRehash) : PasswordCheckResult
    {
        public override string ToString() => "[right password]";
    }

    /// <summary>Wrong password, or no such account where there is no candidate.</summary>
    public sealed record Wrong(LoginCandidate? Candidate) : PasswordCheckResult;

    /// <summary>No place in the queue of hashes.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : PasswordCheckResult;

    /// <summary>Too many attempts before this one.</summary>
    public sealed record Delayed(TimeSpan RetryAfter) : PasswordCheckResult;
}
