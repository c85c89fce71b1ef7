using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Profiles;

/// <summary>Changes a customer's own profile.</summary>
public interface IProfileService
{
    /// <summary>Changes the profile if it still is at what is <paramref name="expected"/>.</summary>
    Task<ProfileUpdateResult> UpdateAsync(Guid userId, ExpectedRevision expected, ProfileChange change, DetailsChange details, Actor actor, CancellationToken ct);

    /// <summary>What the profile lacks, for the tiers of KYC and beyond them; null when the account is gone.</summary>
    Task<ProfileGaps?> FindGapsAsync(Guid userId, CancellationToken ct);
}

/// <summary>A profile as its owner sees it.</summary>
/// <param name="Revision">Counts changes; the ETag.</param>
public sealed record ProfileView(
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
    DateTimeOffset UpdatedAt,
    int Revision)
{
    public string? MiddleName { get; init; }

    /// <summary>The names came from a verified identity: a change goes through staff.</summary>
    public bool NamesLocked { get; init; }

    public Guid? AvatarId { get; init; }

    public PersonalDetails Details { get; init; } = PersonalDetails.None;

    public override string ToString() => $"[profile {Id}]";
}

/// <summary>How changing a profile ended.</summary>
public abstract record ProfileUpdateResult
{
    public sealed record Updated(ProfileView Profile) : ProfileUpdateResult;

    /// <summary>What the customer's country, or what is there already, does not allow.</summary>
    public sealed record Invalid(FieldErrors Errors) : ProfileUpdateResult;

    public sealed record Failed(Error Error) : ProfileUpdateResult;
}
