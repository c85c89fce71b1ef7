using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Mfa;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication;

/// <summary>The second step of signing in: the factor that the challenge asked for.</summary>
internal sealed class SecondFactorLogin(UserDbContext db, IUserRepository users, OneTimeCodes codes, SessionStarter sessions, PasswordCheck check, TimeProvider time)
{
    public async Task<LoginResult> VerifyAsync(VerifyMfaCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Method != "email")
            return new LoginResult.Failed(MfaErrors.UnknownMethod);
        switch (await codes.CheckAsync(command.ChallengeId, CodePurpose.LoginMfa, command.Code, ct))
        {
            case CheckCodeResult.Right(var challenge):
                return await CompleteAsync(challenge, actor, ct);
            case CheckCodeResult.Wrong(var userId, _):
                return await RefuseAsync(userId, actor, ct);
            default:
                return new LoginResult.Failed(MfaErrors.ChallengeGone);
        }
    }

    private async Task<LoginResult> CompleteAsync(CodeChallenge challenge, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(challenge.UserId!.Value, ct) is not { CanSignIn: true } user)
            return new LoginResult.Failed(MfaErrors.ChallengeGone);
        challenge.Consume(time.GetUtcNow());
        var device = challenge.DeviceName is null && challenge.DevicePlatform is null ? null : new DeviceDescription(challenge.DeviceName, challenge.DevicePlatform);
        var start = await sessions.PrepareAsync(user, new KnownDevice.New(device), AuthenticationMethods.PasswordAndEmailCode, actor, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new LoginResult.Failed(MfaErrors.ChallengeGone); // the same code, used twice at once
        }

        await check.SucceededAsync(user.Id, knownDevice: null, actor, ct);
        return new LoginResult.Authenticated(await start.GrantAsync(ct));
    }

    private async Task<LoginResult> RefuseAsync(Guid? userId, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.SecondFactorFailed, userId, actor, reason: "invalid_code", now));
        if (userId is { } id)
            db.Raise(new LoginFailed(id, "invalid_code"), now);
        await db.SaveChangesAsync(ct);
        return new LoginResult.Failed(MfaErrors.InvalidCode);
    }
}
