using UserService.Core.Errors;

namespace UserService.Core.Authentication;

/// <summary>Errors of signing in.</summary>
public static class AuthErrors
{
    /// <summary>Unknown account, wrong password and unusable account alike.</summary>
    public static readonly Error InvalidCredentials = new("invalid_credentials", ErrorKind.Unauthenticated, "The identifier or the password is wrong.");

    /// <summary>Unknown, expired, used before or revoked.</summary>
    public static readonly Error InvalidRefreshToken =
        new("invalid_refresh_token", ErrorKind.Unauthenticated, "The refresh token is not valid any more; sign in again.");
}
