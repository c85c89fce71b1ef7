using System.Globalization;
using UserService.Core.Accounts;
using UserService.Core.Errors;
using UserService.Core.Profiles;

namespace UserService.Api.Contracts;

/// <summary>A customer's own profile.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Locale">BCP 47 tag of messages to the customer.</param>
/// <param name="Status"><c>active</c> or <c>frozen</c>.</param>
/// <param name="KycTier">0 to 3.</param>
internal sealed record ProfileResponse(
    Guid Id,
    string? Email,
    bool EmailVerified,
    string? PhoneNumber,
    bool PhoneVerified,
    string FirstName,
    string LastName,
    string? DisplayName,
    string Country,
    string Locale,
    string Status,
    int KycTier,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

// Setters, not init: generated JSON code assigns every init member, and then nothing would be absent.
/// <summary>A merge patch (RFC 7396): what is absent stays, null removes what can be removed.</summary>
internal sealed record ProfilePatch
{
    /// <summary>1 to 100 characters; cannot be removed.</summary>
    public string? FirstName
    {
        get;
        set => (field, HasFirstName) = (value, true);
    }

    /// <summary>1 to 100 characters; cannot be removed.</summary>
    public string? LastName
    {
        get;
        set => (field, HasLastName) = (value, true);
    }

    /// <summary>How the customer wants to be called; null removes it.</summary>
    public string? DisplayName
    {
        get;
        set => (field, HasDisplayName) = (value, true);
    }

    /// <summary>BCP 47 tag, such as <c>en-NG</c>; cannot be removed.</summary>
    public string? Locale
    {
        get;
        set => (field, HasLocale) = (value, true);
    }

    internal bool HasFirstName { get; private set; }

    internal bool HasLastName { get; private set; }

    internal bool HasDisplayName { get; private set; }

    internal bool HasLocale { get; private set; }
}

internal static class ProfileContracts
{
    private const string NameFault = "1 to 100 characters with at least one letter are needed.";

    public static ProfileResponse ToResponse(this ProfileView p) => new(
        p.Id, p.Email, p.EmailVerified, p.PhoneNumber, p.PhoneVerified, p.FirstName, p.LastName, p.DisplayName, p.Country, p.Locale, p.Status, p.KycTier, p.CreatedAt, p.UpdatedAt);

    public static ProfileChange? ToChange(this ProfilePatch patch, FieldErrors errors)
    {
        var change = new ProfileChange
        {
            FirstName = patch.HasFirstName ? errors.Parse<PersonName>("firstName", patch.FirstName, PersonName.TryCreate, NameFault) : null,
            LastName = patch.HasLastName ? errors.Parse<PersonName>("lastName", patch.LastName, PersonName.TryCreate, NameFault) : null,
            DisplayName = patch.HasDisplayName
                ? Optional<PersonName?>.Of(patch.DisplayName is null ? null : errors.Parse<PersonName>("displayName", patch.DisplayName, PersonName.TryCreate, NameFault))
                : default,
            Locale = patch.HasLocale ? errors.Parse<string>("locale", patch.Locale, TryLocale, "Not a language tag such as en-NG.") : null,
        };
        return errors.None ? change : null;
    }

    internal static bool TryLocale(string? raw, out string? locale)
    {
        locale = null;
        if (raw is null or { Length: < 2 or > 35 } || !raw.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return false;
        try
        {
            locale = CultureInfo.GetCultureInfo(raw, predefinedOnly: true).Name;
            return locale.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false; // GetCultureInfo has no Try form
        }
    }
}
