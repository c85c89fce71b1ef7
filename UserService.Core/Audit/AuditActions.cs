namespace UserService.Core.Audit;

/// <summary>The acts that are recorded. Stable names: auditors and their queries rely on them.</summary>
internal static class AuditActions
{
    public const string UserRegistered = "user.registered";
    public const string RegistrationOfTakenAddress = "user.registration_of_taken_address";
    public const string EmailVerified = "user.email_verified";
    public const string ProfileUpdated = "user.profile_updated";
    public const string AccountFrozen = "user.frozen";
    public const string AccountUnfrozen = "user.unfrozen";
    public const string ContactChangeAsked = "user.contact_change_asked";
    public const string ContactChanged = "user.contact_changed";
    public const string ContactChangeUndone = "user.contact_change_undone";
    public const string LoginSucceeded = "auth.login_succeeded";
    public const string LoginFailed = "auth.login_failed";
    public const string LoginChallenged = "auth.login_challenged";
    public const string SecondFactorFailed = "auth.second_factor_failed";
    public const string FactorAdded = "mfa.factor_added";
    public const string FactorRenamed = "mfa.factor_renamed";
    public const string FactorRemoved = "mfa.factor_removed";
    public const string PasskeySuspected = "mfa.passkey_suspected";
    public const string RecoveryCodesCreated = "mfa.recovery_codes_created";
    public const string RecoveryCodeUsed = "mfa.recovery_code_used";
    public const string SessionRevoked = "auth.session_revoked";
    public const string RefreshTokenReused = "auth.refresh_token_reused";
    public const string PasswordChanged = "auth.password_changed";
    public const string PasswordReset = "auth.password_reset";
    public const string PasswordResetAsked = "auth.password_reset_asked";
    public const string PasswordRehashed = "auth.password_rehashed";
    public const string StepUpAsked = "auth.step_up_asked";
    public const string SteppedUp = "auth.stepped_up";
    public const string TransactionPinSet = "auth.transaction_pin_set";
    public const string ApprovalAsked = "auth.approval_asked";
    public const string ApprovalGiven = "auth.approval_given";
    public const string ApprovalRedeemed = "auth.approval_redeemed";
    public const string DeviceAdded = "auth.device_added";
    public const string DeviceRemoved = "auth.device_removed";
    public const string SigningKeyMade = "auth.signing_key_made";
    public const string ClientAdded = "client.added";
    public const string ClientCredentialsReplaced = "client.credentials_replaced";
    public const string ClientDisabled = "client.disabled";
    public const string TokenExchanged = "client.token_exchanged";
    public const string ExportAsked = "privacy.export_asked";
    public const string ExportPrepared = "privacy.export_prepared";
    public const string ExportFetched = "privacy.export_fetched";
    public const string ErasureAsked = "privacy.erasure_asked";
    public const string ErasureCancelled = "privacy.erasure_cancelled";
    public const string Erased = "privacy.erased";
    public const string LegalHoldPlaced = "privacy.legal_hold_placed";
    public const string LegalHoldReleased = "privacy.legal_hold_released";
}
