using UserService.Core.Audit;
using UserService.Core.Notifications;

namespace UserService.Core.Mfa.Factors;

/// <summary>A kind of change to an account's factors: its name in the audit trail, in the event, and the message to the customer.</summary>
internal sealed record FactorChange(string AuditAction, string EventName, string Template)
{
    public static readonly FactorChange Added = new(AuditActions.FactorAdded, "factor_added", TemplateNames.FactorAdded);

    public static readonly FactorChange Removed = new(AuditActions.FactorRemoved, "factor_removed", TemplateNames.FactorRemoved);

    public static readonly FactorChange PasskeySuspected = new(AuditActions.PasskeySuspected, "passkey_suspected", TemplateNames.PasskeySuspected);

    public static readonly FactorChange RecoveryCodesCreated =
        new(AuditActions.RecoveryCodesCreated, "recovery_codes_created", TemplateNames.RecoveryCodesCreated);

    public static readonly FactorChange RecoveryCodeUsed = new(AuditActions.RecoveryCodeUsed, "recovery_code_used", TemplateNames.RecoveryCodeUsed);
}
