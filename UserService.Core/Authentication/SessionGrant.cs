using UserService.Core.Accounts;

namespace UserService.Core.Authentication;

/// <summary>The tokens of a session that has just started or been refreshed. Secrets: they go into the answer and nowhere else.</summary>
/// <param name="RefreshExpiresIn">The refresh token is of no use after this without a refresh.</param>
/// <param name="DeviceToken">Presented at the next login it spares the second factor; none in the answer to a refresh.</param>
public sealed record SessionGrant(
    string AccessToken, TimeSpan ExpiresIn, string RefreshToken, TimeSpan RefreshExpiresIn, Guid SessionId, string? DeviceToken, UserSummary User)
{
    public override string ToString() => $"[session {SessionId}]";
}
