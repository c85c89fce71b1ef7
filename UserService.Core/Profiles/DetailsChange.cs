using UserService.Core.Accounts;

namespace UserService.Core.Profiles;

/// <summary>The parts of the personal details that a merge patch (RFC 7396) changes; what is absent stays, null removes.</summary>
public sealed record DetailsChange
{
    public Optional<DateOnly?> DateOfBirth { get; init; }

    public Optional<string?> Gender { get; init; }

    public Optional<string?> Nationality { get; init; }

    public Optional<string?> Occupation { get; init; }

    /// <summary>As any array of a merge patch: replaced as a whole.</summary>
    public Optional<IReadOnlyList<PostalAddress>?> Addresses { get; init; }

    public Optional<NextOfKinChange?> NextOfKin { get; init; }

    /// <summary>As typed; checked by the rules of the customer's country.</summary>
    public Optional<string?> TaxId { get; init; }
}

/// <summary>A merge patch within a merge patch: members that are absent stay.</summary>
public sealed record NextOfKinChange
{
    public PersonName? FullName { get; init; }

    public string? Relationship { get; init; }

    public Optional<PhoneNumber?> PhoneNumber { get; init; }

    public Optional<EmailAddress?> Email { get; init; }

    /// <summary>Null where what would be left lacks its name or its relationship.</summary>
    internal NextOfKin? ApplyTo(NextOfKin? current) =>
        (FullName?.Value ?? current?.FullName, Relationship ?? current?.Relationship) is ({ } name, { } relationship)
            ? new NextOfKin(
                name,
                relationship,
                PhoneNumber.IsPresent ? PhoneNumber.Value?.Value : current?.PhoneNumber,
                Email.IsPresent ? Email.Value?.Value : current?.Email)
            : null;
}
