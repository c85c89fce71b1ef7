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
        switch (await passwords.HashAsync(command.Password, PersonalWords.Of(details.Email?.Value, details.PhoneNumber, details.FirstName.Value, details.LastName.Value), ct))
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

        // The address is the better contact where both are given: a mailbox is not lost with a SIM card.
        var (channel, address, owner) = details.Email is { } email
            ? (CodeChannel.Email, email.Value, await users.FindByEmailAsync(email, ct))
            : (CodeChannel.Sms, details.PhoneNumber!.Value, await users.FindByPhoneAsync(details.PhoneNumber, ct));
        var challenge = new NewChallenge(Guid.CreateVersion7(time.GetUtcNow()), UserId: null, CodePurpose.Registration, channel, address);
        var issued = owner is null
            ? await OpenAsync(details, hash, challenge, actor, ct)
            : await TellOwnerAsync(owner, challenge, actor, ct);
        await db.SaveChangesAsync(ct);
        return Accepted(issued);
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

                return Accepted(issued.Challenge);
            case ResendCodeResult.TooSoon(var wait):
                return new RegisterResult.Failed(MfaErrors.ResendTooSoon(wait));
            default:
                return new RegisterResult.Failed(MfaErrors.ChallengeGone);
        }
    }

    public Task<VerifyRegistrationResult> VerifyAsync(Guid registrationId, string code, DeviceDescription? device, Actor actor, CancellationToken ct) =>
        verifier.VerifyAsync(registrationId, code, device, actor, ct);

    private async Task<CodeChallenge> OpenAsync(NewUser details, string hash, NewChallenge contact, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var user = User.Register(details, now);
        users.Add(user);
        db.PasswordCredentials.Add(PasswordCredential.Create(user.Id, hash, now));
        var challenge = await codes.SendAsync(contact with { UserId = user.Id }, TemplateNames.RegistrationCode, user, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.UserRegistered, user.Id, actor, reason: null, now));
        db.Raise(new UserRegistered(user.Id, user.Country), now);
        return challenge;
    }

    private async Task<CodeChallenge> TellOwnerAsync(User owner, NewChallenge decoy, Actor actor, CancellationToken ct)
    {
        var issued = await codes.SendAsync(decoy, TemplateNames.RegistrationTaken, owner, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.RegistrationOfTakenAddress, owner.Id, actor, reason: null, time.GetUtcNow()));
        return issued;
    }

    private static RegisterResult.Accepted Accepted(CodeChallenge issued) =>
        new(issued.Id, issued.Channel is CodeChannel.Sms ? "sms" : "email", issued.ExpiresAt, issued.ResendAfter);
}
