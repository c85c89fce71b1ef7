using UserService.Core.Accounts;
using UserService.Core.Audit;

namespace UserService.Core.Authentication;

/// <summary>Signs users in, keeps them signed in and signs them out.</summary>
public interface IAuthService
{
    /// <summary>Checks a password. Unknown accounts cost the same work and get the same answer as wrong passwords.</summary>
    Task<LoginResult> LoginAsync(LoginCommand command, Actor actor, CancellationToken ct);

    /// <summary>Completes a login with its second factor.</summary>
    Task<LoginResult> VerifyMfaAsync(VerifyMfaCommand command, Actor actor, CancellationToken ct);

    /// <summary>Exchanges a refresh token for the next one. A repeat within the grace gets the same successor; any later reuse ends the session.</summary>
    Task<RefreshResult> RefreshAsync(string refreshToken, Actor actor, CancellationToken ct);

    /// <summary>Ends the caller's own session on every host within a second.</summary>
    Task LogoutAsync(Guid userId, Guid sessionId, Actor actor, CancellationToken ct);
}

/// <summary>A login as it was sent.</summary>
/// <param name="Identifier">E-mail address or telephone number in international form, in any spelling.</param>
/// <param name="DeviceToken">From an earlier sign-in on this device.</param>
public sealed record LoginCommand(string Identifier, string Password, string? DeviceToken, DeviceDescription? Device)
{
    public override string ToString() => "[login]";
}

/// <summary>A second factor as it was sent.</summary>
/// <param name="Method">One of the methods that the challenge offers, such as <c>email</c>.</param>
/// <param name="Code">For all methods but <c>passkey</c>.</param>
/// <param name="Credential">The browser's <c>PublicKeyCredential</c> as JSON, for <c>passkey</c>.</param>
/// <param name="DeviceToken">From an earlier sign-in on this device.</param>
public sealed record VerifyMfaCommand(Guid ChallengeId, string Method, string? Code, string? Credential = null, string? DeviceToken = null)
{
    public override string ToString() => $"[mfa {ChallengeId}]";
}
