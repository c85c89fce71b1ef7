using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication;

/// <summary>The first step of signing in: identifier and password.</summary>
internal sealed class PasswordLogin(
    UserDbContext db, PasswordCheck check, PasswordHasher hasher, CodeSender codes, SessionStarter sessions, TimeProvider time)
{
    public async Task<LoginResult> LoginAsync(LoginCommand command, Actor actor, CancellationToken ct)
    {
        switch (await check.CheckAsync(command, actor, ct))
        {
            case PasswordCheckResult.Right(var candidate, var password, var needsRehash) when candidate.User.CanSignIn:
                if (needsRehash)
                    await RehashAsync(candidate, password, actor, ct);
                return await ContinueAsync(candidate, command, actor, ct);
            case PasswordCheckResult.Right(var candidate, _, _):
                return await RefuseAsync(candidate.User, "account_not_active", actor, ct);
            case PasswordCheckResult.Wrong(var candidate):
                return await RefuseAsync(candidate?.User, "invalid_password", actor, ct);
            case PasswordCheckResult.Busy(var retryAfter):
                return new LoginResult.Failed(CommonErrors.Overloaded(retryAfter));
            case PasswordCheckResult.Delayed(var retryAfter):
                return new LoginResult.Failed(CommonErrors.TooManyAttempts(retryAfter));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<LoginResult> ContinueAsync(LoginCandidate candidate, LoginCommand command, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (candidate.Device?.IsTrusted(now) == true)
        {
            var start = await sessions.PrepareAsync(
                candidate.User, new KnownDevice.Trusted(candidate.Device, command.DeviceToken!), AuthenticationMethods.Password, actor, ct);
            await db.SaveChangesAsync(ct);
            await check.SucceededAsync(candidate.User.Id, candidate.Device.Id, actor, ct);
            return new LoginResult.Authenticated(await start.GrantAsync(ct));
        }

        var user = candidate.User;
        var challenge = await codes.SendAsync(
            new NewChallenge(Guid.CreateVersion7(now), user.Id, CodePurpose.LoginMfa, CodeChannel.Email, user.Email!, command.Device), TemplateNames.LoginCode, user, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LoginChallenged, user.Id, actor.As(user.Id), reason: null, now));
        await db.SaveChangesAsync(ct);
        return new LoginResult.MfaRequired(challenge.Id, ["email"], challenge.ExpiresAt);
    }

    private async Task<LoginResult> RefuseAsync(User? user, string reason, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LoginFailed, user?.Id, actor, user is null ? "unknown_account" : reason, now));
        if (user is not null)
            db.Raise(new LoginFailed(user.Id, reason), now);
        await db.SaveChangesAsync(ct);
        return new LoginResult.Failed(AuthErrors.InvalidCredentials);
    }

    private async Task RehashAsync(LoginCandidate candidate, Password password, Actor actor, CancellationToken ct)
    {
        // No time to spare for it is no reason to refuse a right password; the next login tries again.
        if (await hasher.HashAsync(password, ct) is HashResult.Hashed(var hash))
        {
            candidate.Credential.Rehash(hash);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.PasswordRehashed, candidate.User.Id, actor.As(candidate.User.Id), reason: null, time.GetUtcNow()));
        }
    }
}
