namespace UserService.Api.Contracts;

// Setters, not init: generated JSON code assigns every init member, and then nothing would be absent.
/// <summary>A merge patch (RFC 7396): what is absent stays, null removes what can be removed.</summary>
internal sealed record ProfilePatch
{
    private readonly HashSet<string> present = new(StringComparer.Ordinal);

    /// <summary>1 to 100 characters; cannot be removed.</summary>
    public string? FirstName
    {
        get;
        set => field = Note("firstName", value);
    }

    /// <summary>1 to 100 characters; null removes it.</summary>
    public string? MiddleName
    {
        get;
        set => field = Note("middleName", value);
    }

    /// <summary>1 to 100 characters; cannot be removed.</summary>
    public string? LastName
    {
        get;
        set => field = Note("lastName", value);
    }

    /// <summary>How the customer wants to be called; null removes it.</summary>
    public string? DisplayName
    {
        get;
        set => field = Note("displayName", value);
    }

    /// <summary>BCP 47 tag, such as <c>en-NG</c>; cannot be removed.</summary>
    public string? Locale
    {
        get;
        set => field = Note("locale", value);
    }

    /// <summary>ISO 8601, such as <c>1990-05-17</c>; null removes it.</summary>
    public string? DateOfBirth
    {
        get;
        set => field = Note("dateOfBirth", value);
    }

    /// <summary><c>female</c>, <c>male</c>, <c>other</c> or <c>undisclosed</c>; null removes it.</summary>
    public string? Gender
    {
        get;
        set => field = Note("gender", value);
    }

    /// <summary>ISO 3166-1 alpha-2; null removes it.</summary>
    public string? Nationality
    {
        get;
        set => field = Note("nationality", value);
    }

    /// <summary>1 to 100 characters; null removes it.</summary>
    public string? Occupation
    {
        get;
        set => field = Note("occupation", value);
    }

    /// <summary>All of them, at most one of each kind: an array is replaced as a whole. Null or <c>[]</c> removes them.</summary>
    public IReadOnlyList<PostalAddressRequest>? Addresses
    {
        get;
        set => field = Note("addresses", value);
    }

    /// <summary>Merged with what is there; null removes it.</summary>
    public NextOfKinPatch? NextOfKin
    {
        get;
        set => field = Note("nextOfKin", value);
    }

    /// <summary>In the form of the customer's country, with or without separators; null removes it.</summary>
    public string? TaxId
    {
        get;
        set => field = Note("taxId", value);
    }

    internal bool Has(string member) => present.Contains(member);

    private T Note<T>(string member, T value)
    {
        present.Add(member);
        return value;
    }
}

/// <summary>A merge patch of the next of kin.</summary>
internal sealed record NextOfKinPatch
{
    /// <summary>1 to 100 characters; cannot be removed.</summary>
    public string? FullName
    {
        get;
        set => (field, HasFullName) = (value, true);
    }

    /// <summary><c>spouse</c>, <c>parent</c>, <c>child</c>, <c>sibling</c>, <c>relative</c>, <c>friend</c>, <c>guardian</c> or <c>other</c>; cannot be removed.</summary>
    public string? Relationship
    {
        get;
        set => (field, HasRelationship) = (value, true);
    }

    /// <summary>In international notation; null removes it.</summary>
    public string? PhoneNumber
    {
        get;
        set => (field, HasPhoneNumber) = (value, true);
    }

    /// <summary>Null removes it.</summary>
    public string? Email
    {
        get;
        set => (field, HasEmail) = (value, true);
    }

    internal bool HasFullName { get; private set; }

    internal bool HasRelationship { get; private set; }

    internal bool HasPhoneNumber { get; private set; }

    internal bool HasEmail { get; private set; }
}

/// <summary>A postal address.</summary>
internal sealed record PostalAddressRequest
{
    /// <summary><c>home</c>, <c>work</c> or <c>mailing</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Street and number, 1 to 100 characters.</summary>
    public string? Line1 { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public string? Line2 { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public string? City { get; init; }

    /// <summary>By its name or its ISO 3166-2 code, with or without the country (<c>NG-LA</c>, <c>LA</c>); required in NG, US and CA.</summary>
    public string? State { get; init; }

    /// <summary>In the form of the country.</summary>
    public string? PostalCode { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }
}
