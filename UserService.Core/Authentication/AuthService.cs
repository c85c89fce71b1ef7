using UserService.Core.Audit;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication;

/// <inheritdoc cref="IAuthService"/>
internal sealed class AuthService(PasswordLogin passwords, SecondFactorLogin factors, SessionRefresher refresher, SessionRevoker revoker) : IAuthService
{
    public async Task<LoginResult> LoginAsync(LoginCommand command, Actor actor, CancellationToken ct) =>
        AuthenticationTelemetry.Login("password", await passwords.LoginAsync(command, actor, ct));

    public async Task<LoginResult> VerifyMfaAsync(VerifyMfaCommand command, Actor actor, CancellationToken ct) =>
        AuthenticationTelemetry.Login("second_factor", await factors.VerifyAsync(command, actor, ct));

    public async Task<RefreshResult> RefreshAsync(string refreshToken, Actor actor, CancellationToken ct) =>
        AuthenticationTelemetry.Refresh(await refresher.RefreshAsync(refreshToken, actor, ct));

    public Task LogoutAsync(Guid userId, Guid sessionId, Actor actor, CancellationToken ct) =>
        revoker.RevokeAsync(userId, sessionId, RevocationReasons.Logout, actor, ct);
}
