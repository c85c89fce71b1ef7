using System.Text.Json.Serialization;
using UserService.Core.Accounts;
using UserService.Core.Authentication;

namespace UserService.Api.Contracts;

/// <summary>A registration was taken; the same whether or not the address or number has an account.</summary>
/// <param name="RegistrationId">Names the registration when the code is sent back.</param>
/// <param name="Channel">Where the code went: <c>email</c>, or <c>sms</c> where no address was given.</param>
/// <param name="ExpiresAt">The code is good until then.</param>
/// <param name="ResendAfter">From then on the code can be asked for again.</param>
internal sealed record RegistrationResponse(Guid RegistrationId, string Channel, DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter);

/// <summary>Signed in.</summary>
/// <param name="Status"><c>authenticated</c>.</param>
/// <param name="AccessToken">ES256 JWT (RFC 9068), sent as <c>Authorization: Bearer</c>.</param>
/// <param name="TokenType"><c>Bearer</c>, or <c>DPoP</c> where the request had a <c>DPoP</c> header: the tokens are bound to its key.</param>
/// <param name="ExpiresIn">Seconds until the access token runs out.</param>
/// <param name="RefreshToken">Good for one exchange.</param>
/// <param name="RefreshExpiresIn">Seconds until the session ends without a refresh.</param>
/// <param name="SessionId">The <c>sid</c> claim.</param>
/// <param name="DeviceToken">Kept by the device and sent with its next login; absent in the answer to a refresh.</param>
/// <param name="User">Who has signed in.</param>
internal sealed record SessionResponse(
    string Status, string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, int RefreshExpiresIn, Guid SessionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DeviceToken, UserResponse User);

/// <summary>Who has signed in.</summary>
/// <param name="Email">None where the account has a telephone number alone.</param>
/// <param name="Status"><c>active</c> or <c>frozen</c>.</param>
/// <param name="KycTier">0 to 3.</param>
internal sealed record UserResponse(Guid Id, string? Email, string FirstName, string LastName, string Status, int KycTier);

/// <summary>The password was right; a second factor is needed.</summary>
/// <param name="Status"><c>mfa_required</c>.</param>
/// <param name="ChallengeId">Named when the factor is sent.</param>
/// <param name="Methods">What may be used, best first: <c>passkey</c>, <c>totp</c>, <c>sms</c>, <c>email</c>, <c>recovery_code</c>.</param>
/// <param name="ExpiresAt">The challenge is good until then.</param>
internal sealed record MfaRequiredResponse(string Status, Guid ChallengeId, IReadOnlyList<string> Methods, DateTimeOffset ExpiresAt);

internal static class AuthResponses
{
    public static RegistrationResponse ToResponse(this RegisterResult.Accepted accepted) =>
        new(accepted.RegistrationId, accepted.Channel, accepted.ExpiresAt, accepted.ResendAfter);

    public static SessionResponse ToResponse(this SessionGrant grant) => new(
        "authenticated",
        grant.AccessToken,
        grant.IsBound ? "DPoP" : "Bearer",
        (int)grant.ExpiresIn.TotalSeconds,
        grant.RefreshToken,
        (int)grant.RefreshExpiresIn.TotalSeconds,
        grant.SessionId,
        grant.DeviceToken,
        grant.User.ToResponse());

    public static MfaRequiredResponse ToResponse(this LoginResult.MfaRequired required) =>
        new("mfa_required", required.ChallengeId, required.Methods, required.ExpiresAt);

    private static UserResponse ToResponse(this UserSummary user) => new(user.Id, user.Email, user.FirstName, user.LastName, user.Status, user.KycTier);
}
