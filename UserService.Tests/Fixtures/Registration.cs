namespace UserService.Tests.Fixtures;

/// <summary>What somebody registered with.</summary>
public sealed record Registration(string Email, string Password)
{
    public Guid Id { get; init; }

    public string FirstName { get; init; } = "Ada";

    public string LastName { get; init; } = "Okafor";

    public object Body => new { Email, Password, FirstName, LastName, Country = "NG", AcceptedTermsVersion = "2026-01" };
}
