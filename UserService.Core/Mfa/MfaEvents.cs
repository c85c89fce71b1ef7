using System.Text.Json.Serialization;
using UserService.Core.Messaging;

namespace UserService.Core.Mfa;

/// <summary>The ways in which a user can prove a sign-in have changed.</summary>
/// <param name="Change">
/// <c>factor_added</c>, <c>factor_removed</c>, <c>passkey_suspected</c>, <c>recovery_codes_created</c>, <c>recovery_code_used</c>, <c>pin_set</c>, and others as they
/// come: treat unknown ones alike.
/// </param>
/// <param name="FactorId">None where recovery codes changed.</param>
/// <param name="Kind"><c>totp</c>, <c>passkey</c> or <c>sms</c>; none where recovery codes changed.</param>
public sealed record MfaChanged(Guid UserId, string Change, Guid? FactorId, string? Kind) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "auth.mfa_changed.v1";
}
