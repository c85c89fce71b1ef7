using System.ComponentModel.DataAnnotations;
using System.Globalization;
using UserService.Core.Accounts;
using UserService.Core.Errors;
using UserService.Core.Kyc;

namespace UserService.Api.Contracts;

/// <summary>Proves a Bank Verification Number.</summary>
internal sealed record BvnRequest
{
    /// <summary>11 digits.</summary>
    [Required]
    public string? Bvn { get; init; }

    /// <summary>As in the register: YYYY-MM-DD.</summary>
    [Required]
    public string? DateOfBirth { get; init; }

    /// <summary>Code of a bank where the customer has an account; some verifiers match the BVN by one. See /v1/banking/banks. With <c>accountNumber</c>.</summary>
    public string? BankCode { get; init; }

    /// <summary>10 digits. With <c>bankCode</c>.</summary>
    public string? AccountNumber { get; init; }
}

/// <summary>Proves a National Identification Number.</summary>
internal sealed record NinRequest
{
    /// <summary>11 digits.</summary>
    [Required]
    public string? Nin { get; init; }

    /// <summary>As in the register: YYYY-MM-DD.</summary>
    [Required]
    public string? DateOfBirth { get; init; }
}

/// <summary>Where the customer lives.</summary>
internal sealed record ProveAddressRequest
{
    /// <summary>House and street: 1 to 200 characters.</summary>
    [Required]
    public string? Line1 { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public string? Line2 { get; init; }

    /// <summary>1 to 100 characters.</summary>
    [Required]
    public string? City { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public string? State { get; init; }

    /// <summary>1 to 20 characters.</summary>
    public string? PostalCode { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    [Required]
    public string? Country { get; init; }
}

/// <summary>Hands the case in.</summary>
internal sealed record SubmitKycRequest
{
    /// <summary>1 to 3; the next tier where it is left out.</summary>
    public int? TargetTier { get; init; }
}

internal static class KycRequests
{
    private const string ElevenDigits = "11 digits are needed.";

    public static KycClaim ToClaim(this BvnRequest request, FieldErrors errors)
    {
        if (request is { BankCode: null, AccountNumber: not null })
            errors.Add("bankCode", "Required with accountNumber.");
        if (request is { BankCode: not null, AccountNumber: null })
            errors.Add("accountNumber", "Required with bankCode.");
        return new KycClaim
        {
            Number = errors.Digits("bvn", request.Bvn, 11, ElevenDigits),
            DateOfBirth = errors.Birthday("dateOfBirth", request.DateOfBirth),
            BankCode = errors.OptionalText("bankCode", request.BankCode, 10),
            AccountNumber = request.AccountNumber is null ? null : errors.Digits("accountNumber", request.AccountNumber, 10, "10 digits are needed."),
        };
    }

    public static KycClaim ToClaim(this NinRequest request, FieldErrors errors) => new()
    {
        Number = errors.Digits("nin", request.Nin, 11, ElevenDigits),
        DateOfBirth = errors.Birthday("dateOfBirth", request.DateOfBirth),
    };

    public static KycClaim ToClaim(this ProveAddressRequest request, FieldErrors errors)
    {
        var line1 = errors.Text("line1", request.Line1, 200);
        var line2 = errors.OptionalText("line2", request.Line2, 200);
        var city = errors.Text("city", request.City, 100);
        var state = errors.OptionalText("state", request.State, 100);
        var postalCode = errors.OptionalText("postalCode", request.PostalCode, 20);
        var country = errors.Parse<CountryCode>("country", request.Country, CountryCode.TryCreate, "Not an ISO 3166-1 alpha-2 code.");
        return errors.None ? new KycClaim { Address = new KycAddress(line1!, line2, city!, state, postalCode, country!.Value) } : new KycClaim();
    }

    public static int? ToTier(this SubmitKycRequest request, FieldErrors errors)
    {
        if (request.TargetTier is < 1 or > 3)
            errors.Add("targetTier", "1 to 3.");
        return request.TargetTier;
    }

    public static string? Digits(this FieldErrors errors, string path, string? text, int length, string fault)
    {
        if (errors.Text(path, text, 64) is not { } given)
            return null;
        if (given.Length == length && given.All(char.IsAsciiDigit))
            return given;
        errors.Add(path, fault);
        return null;
    }

    public static DateOnly? Birthday(this FieldErrors errors, string path, string? text)
    {
        if (errors.Text(path, text, 10) is not { } given)
            return null;
        if (!DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            errors.Add(path, "Not a date such as 1990-04-12.");
            return null;
        }

        if (date.Year >= 1900)
            return date;
        errors.Add(path, "Before 1900.");
        return null;
    }
}
