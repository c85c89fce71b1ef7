using System.Text.Json.Serialization;
using UserService.Core.Messaging;

namespace UserService.Core.Authentication;

/// <summary>A user has signed in.</summary>
/// <param name="Amr">Authentication methods used (RFC 8176).</param>
/// <param name="Acr">Assurance reached: <c>aal1</c> to <c>aal3</c>.</param>
/// <param name="NewDevice">Whether this device had not been seen before.</param>
public sealed record LoginSucceeded(Guid UserId, Guid SessionId, Guid DeviceId, IReadOnlyList<string> Amr, string Acr, bool NewDevice) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "auth.login_succeeded.v1";
}

/// <summary>Somebody failed to sign in to an existing account.</summary>
/// <param name="Reason"><c>invalid_password</c>, <c>invalid_code</c>, <c>invalid_passkey</c>, <c>passkey_suspect</c> or <c>account_not_active</c>.</param>
public sealed record LoginFailed(Guid UserId, string Reason) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "auth.login_failed.v1";
}

/// <summary>The password was replaced; all other sessions have ended.</summary>
/// <param name="Reset">Whether it was forgotten and replaced by a code.</param>
public sealed record PasswordChanged(Guid UserId, bool Reset) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "auth.password_changed.v1";
}
