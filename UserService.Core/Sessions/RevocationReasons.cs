namespace UserService.Core.Sessions;

/// <summary>Why a session ended before its time; part of the event's contract.</summary>
internal static class RevocationReasons
{
    public const string Logout = "logout";
    public const string Revoked = "revoked_by_user";
    public const string RevokedByService = "revoked_by_service";
    public const string RefreshTokenReused = "refresh_token_reused";
    public const string PasswordChanged = "password_changed";
    public const string PasswordReset = "password_reset";
    public const string DeviceRemoved = "device_removed";
    public const string AccountFrozen = "account_frozen";
    public const string AccountSuspended = "account_suspended";
    public const string RevokedByStaff = "revoked_by_staff";
    public const string FactorsReset = "factors_reset";
    public const string RolesChanged = "roles_changed";
    public const string ContactChanged = "contact_changed";
    public const string AccountErased = "account_erased";
}
