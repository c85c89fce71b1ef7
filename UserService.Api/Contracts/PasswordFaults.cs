using UserService.Core.Authentication.Passwords;
using UserService.Core.Errors;

namespace UserService.Api.Contracts;

/// <summary>Tells what is wrong with a new password together with the faults of the other members.</summary>
internal static class PasswordFaults
{
    /// <summary>
    /// Judges a password whose request is refused anyway, so that its sender need not come back to learn of it. By what this process knows alone: a refused request is worth neither a hash nor a
    /// question to the range service.
    /// </summary>
    /// <param name="errors">Where there are none yet, nothing is done: the password is judged when it is taken.</param>
    /// <param name="path">Of the member.</param>
    /// <param name="password">Null where it is none.</param>
    /// <param name="policy">What it has to be.</param>
    /// <param name="personalWords">What is known of its owner.</param>
    public static void Judge(this FieldErrors errors, string path, Password? password, PasswordPolicy policy, IReadOnlyList<string>? personalWords = null)
    {
        if (errors.None || password is null || policy.Assess(password, personalWords ?? []) is not PasswordAssessment.Rejected(var violations))
            return;
        foreach (var violation in violations)
            errors.Add(path, violation.Message);
    }
}
