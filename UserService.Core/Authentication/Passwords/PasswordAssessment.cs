namespace UserService.Core.Authentication.Passwords;

/// <summary>What <see cref="PasswordPolicy"/> says of a new password.</summary>
public abstract record PasswordAssessment
{
    private PasswordAssessment()
    {
    }

    /// <summary>It may be used.</summary>
    public sealed record Accepted : PasswordAssessment
    {
        internal static readonly Accepted Instance = new();
    }

    /// <summary>It may not, and the customer is told why (NIST SP 800-63B-4, 3.1.1.2).</summary>
    /// <param name="Violations">At least one; the weightiest first.</param>
    public sealed record Rejected(IReadOnlyList<PasswordViolation> Violations) : PasswordAssessment;
}

/// <summary>One reason against a password.</summary>
/// <param name="Code">Stable, for programs: one of <see cref="PasswordViolations"/>.</param>
/// <param name="Message">For the customer, in English; never contains the password.</param>
public sealed record PasswordViolation(string Code, string Message);

/// <summary>The stable codes.</summary>
public static class PasswordViolations
{
    /// <summary>Fewer code points than <see cref="PasswordOptions.MinimumLength"/>.</summary>
    public const string TooShort = "password_too_short";

    /// <summary>More code points than <see cref="PasswordOptions.MaximumLength"/>.</summary>
    public const string TooLong = "password_too_long";

    /// <summary>On a list of passwords that became known in breaches.</summary>
    public const string Breached = "password_breached";

    /// <summary>A guessing program would find it soon.</summary>
    public const string TooGuessable = "password_too_guessable";

    /// <summary>Little more than the customer's own data or the service's name.</summary>
    public const string ContainsPersonalData = "password_contains_personal_data";
}
