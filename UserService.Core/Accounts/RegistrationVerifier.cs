using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Mfa;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Accounts;

/// <summary>Turns a pending account into an active one when its owner proves the address or number, and signs in.</summary>
internal sealed class RegistrationVerifier(UserDbContext db, IUserRepository users, OneTimeCodes codes, SessionStarter sessions, TimeProvider time)
{
    public async Task<VerifyRegistrationResult> VerifyAsync(Guid registrationId, string code, DeviceDescription? device, Actor actor, CancellationToken ct)
    {
        switch (await codes.CheckAsync(registrationId, CodePurpose.Registration, code, ct))
        {
            case CheckCodeResult.Right(var challenge):
                return await ActivateAsync(challenge, device, actor, ct);
            case CheckCodeResult.Wrong:
                return new VerifyRegistrationResult.Failed(MfaErrors.InvalidCode);
            default:
                return new VerifyRegistrationResult.Failed(MfaErrors.ChallengeGone);
        }
    }

    private async Task<VerifyRegistrationResult> ActivateAsync(CodeChallenge challenge, DeviceDescription? device, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await users.FindByIdAsync(challenge.UserId!.Value, ct) is not { Status: UserStatus.Pending } user)
            return new VerifyRegistrationResult.Failed(MfaErrors.ChallengeGone);
        challenge.Consume(now);
        var shown = Verify(user, challenge.Channel, actor.As(user.Id), now);

        // Password at registration and code now: both factors have been shown.
        var start = await sessions.PrepareAsync(user, new KnownDevice.New(device, IsFirst: true), shown, actor, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new VerifyRegistrationResult.Failed(MfaErrors.ChallengeGone); // the same code, used twice at once
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new VerifyRegistrationResult.Failed(MfaErrors.ChallengeGone); // another registration of this address or number was verified first
        }

        AccountTelemetry.Verified(challenge.Channel is CodeChannel.Sms ? "sms" : "email");
        return new VerifyRegistrationResult.Verified(await start.GrantAsync(ct));
    }

    // What the code was sent to is proven, and nothing else that was stated.
    private AuthenticationMethods Verify(User user, CodeChannel? channel, Actor owner, DateTimeOffset now)
    {
        if (channel is CodeChannel.Sms)
        {
            user.VerifyPhone(now);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.PhoneVerified, user.Id, owner, reason: null, now));
            db.Raise(new UserPhoneVerified(user.Id), now);
            return AuthenticationMethods.PasswordAndTextedCode;
        }

        user.VerifyEmail(now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.EmailVerified, user.Id, owner, reason: null, now));
        db.Raise(new UserEmailVerified(user.Id), now);
        return AuthenticationMethods.PasswordAndEmailCode;
    }
}
