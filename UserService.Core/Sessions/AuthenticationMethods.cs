using UserService.Core.Mfa.Challenges;

namespace UserService.Core.Sessions;

/// <summary>How somebody has proven who they are: RFC 8176 values and the assurance they reach.</summary>
internal sealed record AuthenticationMethods(string Acr, IReadOnlyList<string> Amr)
{
    /// <summary>A password on a device that has shown a second factor before.</summary>
    public static readonly AuthenticationMethods Password = new("aal1", ["pwd"]);

    /// <summary>A password and a code to the verified address. See docs/decisions/ADR-004 for why this counts as aal2.</summary>
    public static readonly AuthenticationMethods PasswordAndEmailCode = new("aal2", ["pwd", "otp", "mfa"]);

    /// <summary>A password and a code to the verified number: what an account has that was opened without an address.</summary>
    public static readonly AuthenticationMethods PasswordAndTextedCode = PasswordAnd(ProvenFactor.OfCode(MfaMethods.Sms));

    /// <summary>A password and an enrolled factor.</summary>
    public static AuthenticationMethods PasswordAnd(ProvenFactor factor) => new("aal2", ["pwd", .. factor.Amr, "mfa"]);

    /// <summary>
    /// A passkey whose owner was verified is two factors by itself (NIST SP 800-63B-4 §3.1.7.1). AAL3 would need keys that cannot leave their
    /// hardware, and proof of that at enrolment, which is not asked for.
    /// </summary>
    public static AuthenticationMethods PasskeyAlone(ProvenFactor passkey) => new("aal2", [.. passkey.Amr, "mfa"]);
}
