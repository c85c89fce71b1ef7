namespace UserService.Core.Mfa.Challenges;

/// <summary>The ways to answer a challenge, as they are named on the wire.</summary>
internal static class MfaMethods
{
    public const string Passkey = "passkey";
    public const string Totp = "totp";
    public const string Sms = "sms";
    public const string Email = "email";
    public const string RecoveryCode = "recovery_code";
}
