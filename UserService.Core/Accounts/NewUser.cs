namespace UserService.Core.Accounts;

/// <summary>What a registration states about its owner, already in normal form.</summary>
/// <param name="Email">May be missing where there is a number. It is the contact that is verified where both are given.</param>
/// <param name="PhoneNumber">May be missing where there is an address.</param>
/// <param name="AcceptedTermsVersion">The version of the terms that was shown and accepted, 1 to 40 characters.</param>
public sealed record NewUser(
    EmailAddress? Email,
    PhoneNumber? PhoneNumber,
    PersonName FirstName,
    PersonName LastName,
    CountryCode Country,
    string AcceptedTermsVersion);
