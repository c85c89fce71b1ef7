using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Mfa;
using UserService.Core.Mfa.Passkeys;
using UserService.Core.Persistence;
using UserService.Core.Risk;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication;

/// <inheritdoc cref="IPasskeyLogin"/>
internal sealed class PasskeyLogin(UserDbContext db, PasskeyAssertions passkeys, PresentedDevices devices, LoginRisk risk, SessionStarter sessions, TimeProvider time) : IPasskeyLogin
{
    private const string FirstFactor = "passkey";

    public async Task<PasskeyLoginStarted> StartAsync(CancellationToken ct)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        return new PasskeyLoginStarted(id, await passkeys.StartAsync(CeremonyKind.SignIn, id, userId: null, ct));
    }

    public async Task<LoginResult> VerifyAsync(PasskeyLoginCommand command, Actor actor, CancellationToken ct) =>
        AuthenticationTelemetry.Login("passkey", await JudgeAsync(command, actor, ct));

    private async Task<LoginResult> JudgeAsync(PasskeyLoginCommand command, Actor actor, CancellationToken ct)
    {
        switch (await passkeys.VerifyAsync(CeremonyKind.SignIn, command.ChallengeId, command.Credential, actor, ct))
        {
            case PasskeyAssertionOutcome.Right({ CanSignIn: true } user, var factor):
                var device = await devices.RecogniseAsync(user.Id, command.DeviceToken, command.Device, ct);
                var assessment = await risk.AssessAsync(user.Id, device is KnownDevice.Trusted, actor, ct);
                if (assessment.Level is RiskLevel.Refuse)
                    return await risk.RefuseAsync(user, FirstFactor, assessment, actor, ct);
                risk.Record(user.Id, FirstFactor, assessment, LoginOutcome.SignedIn); // a passkey with user verification is both factors
                var start = await sessions.PrepareAsync(user, device, AuthenticationMethods.PasskeyAlone(factor), actor, ct);
                await db.SaveChangesAsync(ct);
                return new LoginResult.Authenticated(await start.GrantAsync(ct));
            case PasskeyAssertionOutcome.Right(var user, _):
                return await RefuseAsync(user, "account_not_active", MfaErrors.InvalidPasskey, actor, ct);
            case PasskeyAssertionOutcome.Suspect(var user):
                return await RefuseAsync(user, "passkey_suspect", MfaErrors.PasskeySuspect, actor, ct);
            default:
                return await RefuseAsync(null, "invalid_passkey", MfaErrors.InvalidPasskey, actor, ct);
        }
    }

    // Without a verified signature nobody is named: the user handle in the answer is what the caller says.
    private async Task<LoginResult> RefuseAsync(User? user, string reason, Errors.Error error, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LoginFailed, user?.Id, actor, reason, now));
        if (user is not null)
            db.Raise(new LoginFailed(user.Id, reason), now);
        await db.SaveChangesAsync(ct);
        return new LoginResult.Failed(error);
    }
}
