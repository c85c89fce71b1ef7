namespace UserService.Core.Notifications;

/// <summary>The messages there are.</summary>
internal static class TemplateNames
{
    /// <summary>The code that verifies a new account's address or number. Values: <c>firstName</c>, <c>code</c>, <c>minutes</c>.</summary>
    public const string RegistrationCode = "registration_code";

    /// <summary>Somebody tried to register with an address or number that has an account. No values.</summary>
    public const string RegistrationTaken = "registration_taken";

    /// <summary>The second factor of a login. Values: <c>firstName</c>, <c>code</c>, <c>minutes</c>.</summary>
    public const string LoginCode = "login_code";

    /// <summary>A sign-in with the right password or passkey was refused because it looked unlike its owner. No values.</summary>
    public const string LoginRefused = "login_refused";

    /// <summary>A second factor was added. Values: <c>firstName</c>, <c>factor</c>.</summary>
    public const string FactorAdded = "factor_added";

    /// <summary>A second factor was removed. Values: <c>firstName</c>, <c>factor</c>.</summary>
    public const string FactorRemoved = "factor_removed";

    /// <summary>A passkey seems to have been copied and works no more. Values: <c>firstName</c>.</summary>
    public const string PasskeySuspected = "passkey_suspected";

    /// <summary>New recovery codes replace the old ones. Values: <c>firstName</c>.</summary>
    public const string RecoveryCodesCreated = "recovery_codes_created";

    /// <summary>A recovery code was used to sign in. Values: <c>firstName</c>, <c>left</c>.</summary>
    public const string RecoveryCodeUsed = "recovery_code_used";

    /// <summary>The code that replaces a forgotten password. Values: <c>firstName</c>, <c>code</c>, <c>minutes</c>.</summary>
    public const string PasswordResetCode = "password_reset_code";

    /// <summary>The password has been changed. Values: <c>firstName</c>.</summary>
    public const string PasswordChanged = "password_changed";

    /// <summary>The code that proves a new e-mail address or telephone number. Values: <c>firstName</c>, <c>code</c>, <c>minutes</c>.</summary>
    public const string ContactChangeCode = "contact_change_code";

    /// <summary>To the old contact: it has been replaced. Values: <c>firstName</c>, <c>link</c>.</summary>
    public const string ContactChanged = "contact_changed";

    /// <summary>To the contact there was before: another one was added. Values: <c>firstName</c>, <c>contact</c>, <c>link</c>.</summary>
    public const string ContactAdded = "contact_added";

    /// <summary>A device signed in for the first time. Values: <c>firstName</c>, <c>device</c>, <c>link</c>.</summary>
    public const string NewDevice = "new_device";

    /// <summary>The account was frozen. Values: <c>firstName</c>.</summary>
    public const string AccountFrozen = "account_frozen";

    /// <summary>The code that approves one operation. Values: <c>firstName</c>, <c>code</c>, <c>minutes</c>.</summary>
    public const string ApprovalCode = "approval_code";

    /// <summary>Staff stopped the account. Values: <c>firstName</c>.</summary>
    public const string AccountSuspended = "account_suspended";

    /// <summary>A suspended account is usable again. Values: <c>firstName</c>.</summary>
    public const string AccountReinstated = "account_reinstated";

    /// <summary>Staff removed all second factors. Values: <c>firstName</c>.</summary>
    public const string FactorsReset = "factors_reset";

    /// <summary>The transaction PIN was set. Values: <c>firstName</c>.</summary>
    public const string TransactionPinSet = "transaction_pin_set";

    /// <summary>A tier was granted. Values: <c>firstName</c>, <c>tier</c>.</summary>
    public const string KycApproved = "kyc_approved";

    /// <summary>Verification failed. Values: <c>firstName</c>, <c>reason</c>.</summary>
    public const string KycRejected = "kyc_rejected";

    /// <summary>Verification has to be renewed. Values: <c>firstName</c>, <c>date</c>.</summary>
    public const string KycRenewal = "kyc_renewal";

    /// <summary>It was not renewed in time and money is held back. Values: <c>firstName</c>.</summary>
    public const string KycOverdue = "kyc_overdue";

    /// <summary>A copy of the customer's data is ready. Values: <c>firstName</c>, <c>link</c>, <c>hours</c>.</summary>
    public const string ExportReady = "data_export_ready";

    /// <summary>The account is going to be erased. Values: <c>firstName</c>, <c>date</c>.</summary>
    public const string ErasureScheduled = "erasure_scheduled";

    /// <summary>The account is not going to be erased after all. Values: <c>firstName</c>.</summary>
    public const string ErasureCancelled = "erasure_cancelled";
}
