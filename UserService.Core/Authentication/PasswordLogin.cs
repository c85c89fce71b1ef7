using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Mfa;
using UserService.Core.Mfa.Challenges;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Risk;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication;

/// <summary>The first step of signing in: identifier and password.</summary>
internal sealed class PasswordLogin(
    UserDbContext db, PasswordCheck check, FactorChallenges challenges, MfaPolicy policy, LoginRisk risk, SessionStarter sessions, TimeProvider time)
{
    private const string FirstFactor = "password";

    public async Task<LoginResult> LoginAsync(LoginCommand command, Actor actor, CancellationToken ct)
    {
        switch (await check.CheckAsync(command, actor, ct))
        {
            case PasswordCheckResult.Right(var candidate, var password, var needsRehash) when candidate.User.CanSignIn:
                if (needsRehash && await check.RehashAsync(candidate, password, ct))
                    db.AuditEntries.Add(AuditEntry.Of(AuditActions.PasswordRehashed, candidate.User.Id, actor.As(candidate.User.Id), reason: null, time.GetUtcNow()));
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
        var known = candidate.Device?.IsTrusted(now) == true;
        var assessment = await risk.AssessAsync(candidate.User.Id, known, actor, ct);
        if (assessment.Level is RiskLevel.Refuse)
            return await risk.RefuseAsync(candidate.User, FirstFactor, assessment, actor, ct);
        var enough = known && assessment.Level is RiskLevel.Allow && !policy.Requires(candidate.User);
        risk.Record(candidate.User.Id, FirstFactor, assessment, enough ? LoginOutcome.SignedIn : LoginOutcome.Challenged);
        if (enough)
        {
            var start = await sessions.PrepareAsync(
                candidate.User, new KnownDevice.Trusted(candidate.Device!, command.DeviceToken!), AuthenticationMethods.Password, actor, ct);
            await db.SaveChangesAsync(ct);
            await check.SucceededAsync(candidate.User.Id, candidate.Device!.Id, actor, ct);
            return new LoginResult.Authenticated(await start.GrantAsync(ct));
        }

        var user = candidate.User;
        var challenge = await challenges.IssueAsync(user, CodePurpose.LoginMfa, command.Device, TemplateNames.LoginCode, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LoginChallenged, user.Id, actor.As(user.Id), reason: null, now));
        await db.SaveChangesAsync(ct);
        return new LoginResult.MfaRequired(challenge.Id, challenge.Methods, challenge.ExpiresAt);
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
}
