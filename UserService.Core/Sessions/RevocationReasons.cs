namespace UserService.Core.Sessions;

/// <summary>Why a session ended before its time; part of the event's contract.</summary>
internal static class RevocationReasons
{
    public const string Logout = "logout";
    public const string RefreshTokenReused = "refresh_token_reused";
}
