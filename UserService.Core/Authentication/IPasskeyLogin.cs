using UserService.Core.Accounts;
using UserService.Core.Audit;

namespace UserService.Core.Authentication;

/// <summary>Signs users in with a passkey alone: it is something they have, released by something they know or are.</summary>
public interface IPasskeyLogin
{
    /// <summary>Starts a ceremony that names no account: the passkey does.</summary>
    Task<PasskeyLoginStarted> StartAsync(CancellationToken ct);

    Task<LoginResult> VerifyAsync(PasskeyLoginCommand command, Actor actor, CancellationToken ct);
}

/// <summary>A sign-in that waits for a passkey.</summary>
/// <param name="Options"><c>PublicKeyCredentialRequestOptions</c> as JSON.</param>
public sealed record PasskeyLoginStarted(Guid ChallengeId, string Options);

/// <summary>The browser's answer.</summary>
/// <param name="Credential"><c>PublicKeyCredential</c> as JSON.</param>
/// <param name="DeviceToken">From an earlier sign-in on this device.</param>
public sealed record PasskeyLoginCommand(Guid ChallengeId, string Credential, string? DeviceToken, DeviceDescription? Device)
{
    public override string ToString() => $"[passkey {ChallengeId}]";
}
