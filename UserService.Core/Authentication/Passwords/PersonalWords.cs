using UserService.Core.Accounts;

namespace UserService.Core.Authentication.Passwords;

/// <summary>What a password must not be made of, since others know it of its owner.</summary>
public static class PersonalWords
{
    /// <summary>The address, the number in each of its spellings, and the names; what is not known is left out.</summary>
    public static IReadOnlyList<string> Of(string? email, PhoneNumber? number, string? firstName, string? lastName) =>
        [.. new[] { email, firstName, lastName }.OfType<string>(), .. number?.Spellings ?? []];
}
