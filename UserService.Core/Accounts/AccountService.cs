using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Mfa;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Accounts;

/// <inheritdoc cref="IAccountService"/>
internal sealed class AccountService(
    UserDbContext db, IUserRepository users, NewPasswords passwords, CodeSender codes, RegistrationVerifier verifier, TimeProvider time) : IAccountService
{
    public async Task<RegisterResult> RegisterAsync(RegisterCommand command, Actor actor, CancellationToken ct)
    {
        var details = command.Details;
        string hash;
        switch (await passwords.HashAsync(command.Password, [details.Email.Value, details.FirstName.Value, details.LastName.Value], ct))
        {
            case NewPasswordResult.Refused(var reasons):
                return new RegisterResult.PasswordRefused(reasons);
            case NewPasswordResult.Busy(var retryAfter):
                return new RegisterResult.Failed(CommonErrors.Overloaded(retryAfter));
            case NewPasswordResult.Hashed(var made):
                hash = made;
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        var owner = await users.FindByEmailAsync(details.Email, ct);
        var issued = owner is null
            ? await OpenAsync(details, hash, actor, ct)
            : await TellOwnerAsync(owner, actor, ct);
        await db.SaveChangesAsync(ct);
        return new RegisterResult.Accepted(issued.Id, "email", issued.ExpiresAt, issued.ResendAfter);
    }

    public async Task<RegisterResult> ResendAsync(Guid registrationId, CancellationToken ct)
    {
        switch (await codes.ResendAsync(registrationId, CodePurpose.Registration, TemplateNames.RegistrationCode, ct))
        {
            case ResendCodeResult.Renewed(var issued, _):
                try
                {
                    await db.SaveChangesAsync(ct);
                }
                catch (DbUpdateConcurrencyException)
                {
                    // Sent a moment ago for another caller, or the code was used meanwhile, which the next call tells.
                    return new RegisterResult.Failed(MfaErrors.ResendTooSoon(issued.Challenge.ResendAfter - time.GetUtcNow()));
                }

                return new RegisterResult.Accepted(registrationId, "email", issued.Challenge.ExpiresAt, issued.Challenge.ResendAfter);
            case ResendCodeResult.TooSoon(var wait):
                return new RegisterResult.Failed(MfaErrors.ResendTooSoon(wait));
            default:
                return new RegisterResult.Failed(MfaErrors.ChallengeGone);
        }
    }

    public Task<VerifyRegistrationResult> VerifyAsync(Guid registrationId, string code, DeviceDescription? device, Actor actor, CancellationToken ct) =>
        verifier.VerifyAsync(registrationId, code, device, actor, ct);

    private async Task<CodeChallenge> OpenAsync(NewUser details, string hash, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var user = User.Register(details, now);
        users.Add(user);
        db.PasswordCredentials.Add(PasswordCredential.Create(user.Id, hash, now));
        var challenge = await codes.SendAsync(
            new NewChallenge(Guid.CreateVersion7(now), user.Id, CodePurpose.Registration, CodeChannel.Email, user.Email!), TemplateNames.RegistrationCode, user, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.UserRegistered, user.Id, actor, reason: null, now));
        db.Raise(new UserRegistered(user.Id, user.Country), now);
        return challenge;
    }

    private async Task<CodeChallenge> TellOwnerAsync(User owner, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var decoy = await codes.SendAsync(
            new NewChallenge(Guid.CreateVersion7(now), UserId: null, CodePurpose.Registration, CodeChannel.Email, owner.Email!), TemplateNames.RegistrationTaken, owner, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.RegistrationOfTakenAddress, owner.Id, actor, reason: null, now));
        return decoy;
    }
}
