using UserService.Core.Audit;

namespace UserService.Core.Authentication.Passwords;

/// <inheritdoc cref="IPasswordService"/>
internal sealed class PasswordService(PasswordChange change, PasswordReset reset) : IPasswordService
{
    public Task<PasswordResult> ChangeAsync(Guid userId, Guid sessionId, string current, Password chosen, Actor actor, CancellationToken ct) =>
        change.ChangeAsync(userId, sessionId, current, chosen, actor, ct);

    public Task<ForgotResult> ForgotAsync(string identifier, Actor actor, CancellationToken ct) => reset.BeginAsync(identifier, actor, ct);

    public Task<ForgotResult> ResendAsync(Guid resetId, Actor actor, CancellationToken ct) => reset.ResendAsync(resetId, actor, ct);

    public Task<PasswordResult> ResetAsync(Guid resetId, string code, Password chosen, Actor actor, CancellationToken ct) =>
        reset.CompleteAsync(resetId, code, chosen, actor, ct);
}
