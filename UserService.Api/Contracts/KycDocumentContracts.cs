using System.ComponentModel.DataAnnotations;
using System.Globalization;
using UserService.Core.Accounts;
using UserService.Core.Errors;
using UserService.Core.Kyc;

namespace UserService.Api.Contracts;

/// <summary>A picture was kept.</summary>
/// <param name="FileId">Named by the check that it proves.</param>
internal sealed record KycFileResponse(Guid FileId);

/// <summary>Proves an identity document.</summary>
internal sealed record DocumentRequest
{
    /// <summary><c>passport</c>, <c>drivers_licence</c>, <c>voters_card</c> or <c>national_id</c>.</summary>
    [Required]
    public string? Type { get; init; }

    /// <summary>5 to 30 letters, digits and dashes.</summary>
    [Required]
    public string? Number { get; init; }

    /// <summary>ISO 3166-1 alpha-2 of the country that issued it.</summary>
    [Required]
    public string? Country { get; init; }

    /// <summary>YYYY-MM-DD, not in the past. Required for <c>passport</c> and <c>drivers_licence</c>; left out where another document has no end.</summary>
    public string? ExpiresOn { get; init; }

    /// <summary>From /v1/kyc/files.</summary>
    [Required]
    public Guid? FrontFileId { get; init; }

    /// <summary>From /v1/kyc/files, for documents with two sides; not the same as <c>frontFileId</c>.</summary>
    public Guid? BackFileId { get; init; }
}

/// <summary>Proves that the customer is the person of the register.</summary>
internal sealed record SelfieRequest
{
    /// <summary>From /v1/kyc/files.</summary>
    [Required]
    public Guid? FileId { get; init; }
}

internal static class KycDocumentContracts
{
    private static readonly string[] Types = ["passport", "drivers_licence", "voters_card", "national_id"];

    // A passport's machine-readable zone (ICAO Doc 9303, part 4) and a driving licence (ISO/IEC 18013-1) must hold a date of expiry. Nigeria's voter's card
    // and NIN slip have none, nor have identity cards of some countries.
    private static readonly string[] AlwaysExpiring = ["passport", "drivers_licence"];

    public static KycClaim ToClaim(this DocumentRequest request, FieldErrors errors)
    {
        var type = errors.Text("type", request.Type, 40);
        if (type is not null && !Types.Contains(type))
            errors.Add("type", $"One of {string.Join(", ", Types)}.");
        var number = errors.Text("number", request.Number, 30)?.ToUpperInvariant();
        if (number is not null && (number.Length < 5 || !number.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
            errors.Add("number", "5 to 30 letters, digits and dashes are needed.");
        var country = errors.Parse<CountryCode>("country", request.Country, CountryCode.TryCreate, "Not an ISO 3166-1 alpha-2 code.");
        DateOnly? expires = null;
        if (errors.OptionalText("expiresOn", request.ExpiresOn, 10) is { } text)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                expires = date;
            else
                errors.Add("expiresOn", "Not a date such as 2031-04-12.");
        }

        if (request.ExpiresOn is null && AlwaysExpiring.Contains(type))
            errors.Add("expiresOn", "Required of a document that expires.");
        errors.Required("frontFileId", request.FrontFileId);
        if (request.BackFileId is { } back && back == request.FrontFileId)
            errors.Add("backFileId", "Not the same as frontFileId.");
        return new KycClaim { DocumentType = type, Number = number, DocumentCountry = country?.Value, DocumentExpiresOn = expires };
    }

    public static IReadOnlyList<Guid> Files(this DocumentRequest request) =>
        request.BackFileId is { } back ? [request.FrontFileId!.Value, back] : [request.FrontFileId!.Value];
}
