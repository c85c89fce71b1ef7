namespace UserService.Tests.Fixtures;

/// <summary>What somebody registered with.</summary>
/// <param name="Email">Empty where there is a number alone.</param>
public sealed record Registration(string Email, string Password)
{
    public Guid Id { get; init; }

    public string? PhoneNumber { get; init; }

    public string FirstName { get; init; } = "Ada";

    public string LastName { get; init; } = "Okafor";

    /// <summary>Where the code goes, and what names the account at sign-in.</summary>
    public string Contact => Email.Length > 0 ? Email : PhoneNumber!;

    public object Body => new { Email = Email.Length > 0 ? Email : null, PhoneNumber, Password, FirstName, LastName, Country = "NG", AcceptedTermsVersion = "2026-01" };
}
