using UserService.Core.Audit;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication;

/// <inheritdoc cref="IAuthService"/>
internal sealed class AuthService(PasswordLogin passwords, SecondFactorLogin factors, SessionRefresher refresher, SessionRevoker revoker) : IAuthService
{
    public Task<LoginResult> LoginAsync(LoginCommand command, Actor actor, CancellationToken ct) => passwords.LoginAsync(command, actor, ct);

    public Task<LoginResult> VerifyMfaAsync(VerifyMfaCommand command, Actor actor, CancellationToken ct) => factors.VerifyAsync(command, actor, ct);

    public Task<RefreshResult> RefreshAsync(string refreshToken, Actor actor, CancellationToken ct) => refresher.RefreshAsync(refreshToken, actor, ct);

    public Task LogoutAsync(Guid userId, Guid sessionId, Actor actor, CancellationToken ct) =>
        revoker.RevokeAsync(userId, sessionId, RevocationReasons.Logout, actor, ct);
}
