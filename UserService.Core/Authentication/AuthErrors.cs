using UserService.Core.Errors;

namespace UserService.Core.Authentication;

/// <summary>Errors of signing in.</summary>
public static class AuthErrors
{
    /// <summary>Unknown account, wrong password and unusable account alike.</summary>
    public static readonly Error InvalidCredentials = new("invalid_credentials", ErrorKind.Unauthenticated, "The identifier or the password is wrong.");

    /// <summary>Who is signed in states her password and is wrong: there is no identifier to doubt.</summary>
    public static readonly Error WrongPassword = InvalidCredentials with { Detail = "The current password is wrong." };

    /// <summary>The first factor was right, and too much else is unlike the customer.</summary>
    public static readonly Error SignInRefused = new(
        "sign_in_refused", ErrorKind.Forbidden, "This sign-in is too unlike earlier ones. Sign in with a device and from a place that you use, or call the bank.");

    /// <summary>Unknown, expired, used before or revoked.</summary>
    public static readonly Error InvalidRefreshToken =
        new("invalid_refresh_token", ErrorKind.Unauthenticated, "The refresh token is not valid any more; sign in again.");
}
