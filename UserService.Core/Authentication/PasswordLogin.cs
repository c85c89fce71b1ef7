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
    UserDbContext db, LoginCandidates candidates, PasswordHasher hasher, CodeSender codes, SessionStarter sessions, TimeProvider time)
{
    public async Task<LoginResult> LoginAsync(LoginCommand command, Actor actor, CancellationToken ct)
    {
        var candidate = await candidates.FindAsync(LoginIdentifier.Parse(command.Identifier), command.DeviceToken, ct);

        // A text that can be nobody's password, and an account that nobody has, cost the same as a wrong password.
        Password.TryCreate(command.Password, out var password);
        var verified = candidate is not null && password is not null
            ? await hasher.VerifyAsync(password, candidate.Credential.Hash, ct)
            : await hasher.VerifyDecoyAsync(password, ct);
        switch (verified)
        {
            case VerifyResult.Busy(var retryAfter):
                return new LoginResult.Failed(CommonErrors.Overloaded(retryAfter));
            case VerifyResult.Verified(var needsRehash) when candidate!.User.Status is UserStatus.Active or UserStatus.Frozen:
                if (needsRehash)
                    await RehashAsync(candidate, password!, actor, ct);
                return await ContinueAsync(candidate, command, actor, ct);
            default:
                return await RefuseAsync(candidate?.User, verified is VerifyResult.Verified ? "account_not_active" : "invalid_password", actor, ct);
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
