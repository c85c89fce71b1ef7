namespace UserService.Core.Kyc;

/// <summary>What a customer says of herself for one check. Kept encrypted.</summary>
public sealed record KycClaim
{
    /// <summary>BVN, NIN or the document's number, in its normal form.</summary>
    public string? Number { get; init; }

    public DateOnly? DateOfBirth { get; init; }

    /// <summary>The code of a bank where the customer has an account, for verifiers that match a BVN by one.</summary>
    public string? BankCode { get; init; }

    public string? AccountNumber { get; init; }

    /// <summary><c>passport</c>, <c>drivers_licence</c>, <c>voters_card</c> or <c>national_id</c>.</summary>
    public string? DocumentType { get; init; }

    /// <summary>ISO 3166-1 alpha-2 of the country that issued the document.</summary>
    public string? DocumentCountry { get; init; }

    public DateOnly? DocumentExpiresOn { get; init; }

    public KycAddress? Address { get; init; }

    /// <summary>Keys in object storage of the pictures that belong to the claim.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    public override string ToString() => "[claim]";
}

/// <summary>Where a customer lives.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record KycAddress(string Line1, string? Line2, string City, string? State, string? PostalCode, string Country)
{
    public override string ToString() => "[address]";
}
