using UserService.Core.Accounts;

namespace UserService.Core.Authentication;

/// <summary>The tokens of a session that has just started or been refreshed. Secrets: they go into the answer and nowhere else.</summary>
/// <param name="RefreshExpiresIn">The refresh token is of no use after this without a refresh.</param>
/// <param name="IsBound">The tokens are of use only together with proofs of the client's key (RFC 9449).</param>
/// <param name="DeviceToken">Presented at the next login it spares the second factor; none in the answer to a refresh.</param>
public sealed record SessionGrant(
    string AccessToken, TimeSpan ExpiresIn, string RefreshToken, TimeSpan RefreshExpiresIn, Guid SessionId, string? DeviceToken, UserSummary User, bool IsBound)
{
    public override string ToString() => $"[session {SessionId}]";
}
