namespace UserService.Core.Kyc.Verification;

/// <summary>How the sandboxes read what they are asked: SandboxVerifier, and UserService.Sandbox, which compiles this file too.</summary>
internal static class SandboxRules
{
    /// <summary>The first three digits, which decide the answer. Passports begin with a letter.</summary>
    public static string Prefix(string number) => string.Concat(number.Where(char.IsAsciiDigit).Take(3));

    /// <summary>Whether an address is the one where nobody lives.</summary>
    public static bool IsNowhere(string line1) => line1.Contains("nowhere", StringComparison.OrdinalIgnoreCase);
}
