using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Mfa;
using UserService.Core.Mfa.Challenges;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication;

/// <summary>The second step of signing in: one of the factors that the challenge offers.</summary>
internal sealed class SecondFactorLogin(
    UserDbContext db, FactorVerifier factors, PresentedDevices devices, SessionStarter sessions, PasswordCheck check, TimeProvider time)
{
    public async Task<LoginResult> VerifyAsync(VerifyMfaCommand command, Actor actor, CancellationToken ct)
    {
        var proof = new FactorProof(command.Method, command.Code, command.Credential);
        return await factors.VerifyAsync(command.ChallengeId, CodePurpose.LoginMfa, proof, actor, ct) switch
        {
            FactorProofResult.Proven(var challenge, var factor) => await CompleteAsync(challenge, factor, command.DeviceToken, actor, ct),
            FactorProofResult.Refused(var userId, var reason, var error) => await RefuseAsync(userId, reason, error, actor, ct),
            FactorProofResult.NotOffered => new LoginResult.Failed(MfaErrors.UnknownMethod),
            _ => new LoginResult.Failed(MfaErrors.ChallengeGone),
        };
    }

    private async Task<LoginResult> CompleteAsync(CodeChallenge challenge, ProvenFactor factor, string? deviceToken, Actor actor, CancellationToken ct)
    {
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == challenge.UserId, ct) is not { CanSignIn: true } user)
            return new LoginResult.Failed(MfaErrors.ChallengeGone);
        challenge.Consume(time.GetUtcNow());
        var description = challenge.DeviceName is null && challenge.DevicePlatform is null ? null : new DeviceDescription(challenge.DeviceName, challenge.DevicePlatform);
        var device = await devices.RecogniseAsync(user.Id, deviceToken, description, ct);
        var start = await sessions.PrepareAsync(user, device, AuthenticationMethods.PasswordAnd(factor), actor, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new LoginResult.Failed(MfaErrors.ChallengeGone); // the same challenge, answered twice at once
        }

        await check.SucceededAsync(user.Id, knownDevice: null, actor, ct);
        return new LoginResult.Authenticated(await start.GrantAsync(ct));
    }

    private async Task<LoginResult> RefuseAsync(Guid userId, string reason, Error error, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.SecondFactorFailed, userId, actor, reason, now));
        db.Raise(new LoginFailed(userId, reason), now);
        await db.SaveChangesAsync(ct);
        return new LoginResult.Failed(error);
    }
}
