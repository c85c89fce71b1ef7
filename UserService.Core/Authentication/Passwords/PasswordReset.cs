using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Mfa;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Authentication.Passwords;

/// <summary>Replaces a password that its owner has forgotten, by a code to a contact that is verified now and still was when the code comes back.</summary>
internal sealed class PasswordReset(
    UserDbContext db, LoginCandidates candidates, CodeSender sender, OneTimeCodes codes, PasswordReplacement replacement, TimeProvider time)
{
    public async Task<ForgotResult> BeginAsync(string text, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var identifier = LoginIdentifier.Parse(text);
        if (await sender.AdmitResetAsync(identifier?.Normal ?? text, actor.Address, ct) is { } limited)
            return new ForgotResult.Failed(limited);
        var channel = identifier is LoginIdentifier.Phone ? CodeChannel.Sms : CodeChannel.Email;
        var user = (await candidates.FindAsync(identifier, deviceToken: null, ct))?.User;
        if (user is { CanSignIn: false })
            user = null;
        var challenge = new NewChallenge(Guid.CreateVersion7(now), user?.Id, CodePurpose.PasswordReset, channel, identifier?.Normal ?? text);
        var issued = user is null
            ? (await codes.IssueAsync(challenge, ct)).Challenge
            : await sender.SendAsync(challenge, TemplateNames.PasswordResetCode, user, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.PasswordResetAsked, user?.Id, actor, user is null ? "unknown_account" : null, now));
        await db.SaveChangesAsync(ct);
        return new ForgotResult.Accepted(issued.Id, channel is CodeChannel.Sms ? "sms" : "email", issued.ExpiresAt, issued.ResendAfter);
    }

    public async Task<ForgotResult> ResendAsync(Guid resetId, Actor actor, CancellationToken ct)
    {
        // Counted as another is, but not where it would be too soon anyway.
        if (await codes.FindOpenAsync(resetId, CodePurpose.PasswordReset, ct) is { CodeHash.Length: > 0 } open && open.ResendAfter <= time.GetUtcNow()
            && await sender.AdmitResetAsync(await codes.AddressOfAsync(open, ct), actor.Address, ct) is { } limited)
            return new ForgotResult.Failed(limited);
        switch (await sender.ResendAsync(resetId, CodePurpose.PasswordReset, TemplateNames.PasswordResetCode, ct))
        {
            case ResendCodeResult.Renewed(var issued, _):
                await db.SaveChangesAsync(ct);
                return new ForgotResult.Accepted(
                    resetId, issued.Challenge.Channel is CodeChannel.Sms ? "sms" : "email", issued.Challenge.ExpiresAt, issued.Challenge.ResendAfter);
            case ResendCodeResult.TooSoon(var wait):
                return new ForgotResult.Failed(MfaErrors.ResendTooSoon(wait));
            default:
                return new ForgotResult.Failed(MfaErrors.ChallengeGone);
        }
    }

    public async Task<PasswordResult> CompleteAsync(Guid resetId, string code, Password chosen, Actor actor, CancellationToken ct)
    {
        switch (await codes.CheckAsync(resetId, CodePurpose.PasswordReset, code, ct))
        {
            case CheckCodeResult.Right(var challenge):
                return await ReplaceAsync(challenge, chosen, actor, ct);
            case CheckCodeResult.Wrong:
                return new PasswordResult.Failed(MfaErrors.InvalidCode);
            default:
                return new PasswordResult.Failed(MfaErrors.ChallengeGone);
        }
    }

    private async Task<PasswordResult> ReplaceAsync(CodeChallenge challenge, Password chosen, Actor actor, CancellationToken ct)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == challenge.UserId, ct);
        var address = await codes.AddressOfAsync(challenge, ct);

        // A code to an address that the account has left since is a stranger's.
        if (user is not { CanSignIn: true } || address != (challenge.Channel is CodeChannel.Sms ? user.PhoneNumber : user.Email))
            return new PasswordResult.Failed(MfaErrors.ChallengeGone);
        var owner = actor.As(user.Id);
        var (refused, ended) = await replacement.StageAsync(user, chosen, keep: null, owner, ct);
        if (refused is not null)
            return refused;
        var now = time.GetUtcNow();
        challenge.Consume(now);
        foreach (var device in await db.Devices.Where(d => d.UserId == user.Id && d.RemovedAt == null).ToListAsync(ct))
            device.Distrust(now);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new PasswordResult.Failed(MfaErrors.ChallengeGone); // the same code, used twice at once
        }

        ended!.Committed();
        return new PasswordResult.Replaced();
    }
}
