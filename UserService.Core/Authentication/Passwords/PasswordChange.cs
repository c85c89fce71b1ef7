using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Persistence;

namespace UserService.Core.Authentication.Passwords;

/// <summary>Replaces a password that its owner knows.</summary>
internal sealed class PasswordChange(
    UserDbContext db, IUserRepository users, PasswordCheck check, PasswordReplacement replacement)
{
    public async Task<PasswordResult> ChangeAsync(Guid userId, Guid sessionId, string current, Password chosen, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { CanSignIn: true } user)
            return new PasswordResult.Failed(CommonErrors.NotFound);
        if (await check.CheckOwnAsync(user, current, actor, ct) is { } refusal)
            return new PasswordResult.Failed(refusal);
        var (refused, ended) = await replacement.StageAsync(user, chosen, keep: sessionId, actor, ct);
        if (refused is not null)
            return refused;
        await db.SaveChangesAsync(ct);
        ended!.Committed();
        return new PasswordResult.Replaced();
    }
}
