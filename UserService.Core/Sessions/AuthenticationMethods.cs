namespace UserService.Core.Sessions;

/// <summary>How somebody has proven who they are: RFC 8176 values and the assurance they reach.</summary>
internal sealed record AuthenticationMethods(string Acr, IReadOnlyList<string> Amr)
{
    /// <summary>A password on a device that has shown a second factor before.</summary>
    public static readonly AuthenticationMethods Password = new("aal1", ["pwd"]);

    /// <summary>A password and a code to the verified address. See docs/decisions/ADR-004 for why this counts as aal2.</summary>
    public static readonly AuthenticationMethods PasswordAndEmailCode = new("aal2", ["pwd", "otp", "mfa"]);
}
