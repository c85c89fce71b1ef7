namespace UserService.Core.Profiles;

/// <summary>What a customer tells of herself beyond her name.</summary>
public sealed record PersonalDetails
{
    public static readonly PersonalDetails None = new();

    public DateOnly? DateOfBirth { get; init; }

    /// <summary><c>female</c>, <c>male</c>, <c>other</c> or <c>undisclosed</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? Nationality { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public string? Occupation { get; init; }

    /// <summary>At most one of each kind.</summary>
    public IReadOnlyList<PostalAddress> Addresses { get; init; } = [];

    public NextOfKin? NextOfKin { get; init; }

    /// <summary>In the normal form of the customer's country.</summary>
    public string? TaxId { get; init; }

    /// <summary>Personal data: never printed by accident.</summary>
    public override string ToString() => "[personal details]";
}

/// <summary>Whom the bank calls when it cannot reach the customer.</summary>
/// <param name="Relationship">One of <see cref="Relationships"/>.</param>
/// <param name="PhoneNumber">E.164.</param>
public sealed record NextOfKin(string FullName, string Relationship, string? PhoneNumber, string? Email)
{
    /// <summary>What <see cref="Relationship"/> may be.</summary>
    public static readonly IReadOnlyList<string> Relationships = ["spouse", "parent", "child", "sibling", "relative", "friend", "guardian", "other"];

    public override string ToString() => "[next of kin]";
}
