namespace UserService.Core.Accounts;

/// <summary>The parts of a profile that a merge patch (RFC 7396) changes; what is absent stays.</summary>
public sealed record ProfileChange
{
    public PersonName? FirstName { get; init; }

    public PersonName? LastName { get; init; }

    /// <summary>May be removed with null.</summary>
    public Optional<PersonName?> DisplayName { get; init; }

    /// <summary>BCP 47 tag, such as <c>en-NG</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>camelCase names of the members that are present.</summary>
    public IReadOnlyList<string> Fields =>
    [
        .. FirstName is null ? (string[])[] : ["firstName"],
        .. LastName is null ? (string[])[] : ["lastName"],
        .. DisplayName.IsPresent ? (string[])["displayName"] : [],
        .. Locale is null ? (string[])[] : ["locale"],
    ];
}

/// <summary>A member of a merge patch: absent, or present with a value that may be null.</summary>
public readonly record struct Optional<T>(bool IsPresent, T? Value)
{
    public static Optional<T> Of(T? value) => new(true, value);
}
