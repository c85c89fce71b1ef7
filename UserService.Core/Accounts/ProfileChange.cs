namespace UserService.Core.Accounts;

/// <summary>The parts of a profile that a merge patch (RFC 7396) changes; what is absent stays.</summary>
public sealed record ProfileChange
{
    public PersonName? FirstName { get; init; }

    public PersonName? LastName { get; init; }

    /// <summary>May be removed with null.</summary>
    public Optional<PersonName?> MiddleName { get; init; }

    /// <summary>May be removed with null.</summary>
    public Optional<PersonName?> DisplayName { get; init; }

    /// <summary>BCP 47 tag, such as <c>en-NG</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>Whether a name is given that a verified identity has too.</summary>
    internal bool MayChangeNames => FirstName is not null || LastName is not null || MiddleName.IsPresent;

    /// <summary>Whether a name would be another one than now.</summary>
    internal bool ChangesNames(string firstName, string? middleName, string lastName) =>
        (FirstName is not null && FirstName.Value != firstName) || (LastName is not null && LastName.Value != lastName) || (MiddleName.IsPresent && MiddleName.Value?.Value != middleName);
}

/// <summary>A member of a merge patch: absent, or present with a value that may be null.</summary>
public readonly record struct Optional<T>(bool IsPresent, T? Value)
{
    public static Optional<T> Of(T? value) => new(true, value);
}
