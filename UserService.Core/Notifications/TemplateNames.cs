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
}
