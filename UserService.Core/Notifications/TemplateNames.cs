namespace UserService.Core.Notifications;

/// <summary>The messages there are.</summary>
internal static class TemplateNames
{
    /// <summary>The code that verifies a new account's address. Values: <c>firstName</c>, <c>code</c>, <c>minutes</c>.</summary>
    public const string RegistrationCode = "registration_code";

    /// <summary>Somebody tried to register with an address that has an account. No values.</summary>
    public const string RegistrationTaken = "registration_taken";

    /// <summary>The second factor of a login. Values: <c>firstName</c>, <c>code</c>, <c>minutes</c>.</summary>
    public const string LoginCode = "login_code";

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
}
