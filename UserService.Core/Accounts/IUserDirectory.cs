namespace UserService.Core.Accounts;

/// <summary>What internal services may know of users, as it is committed now.</summary>
public interface IUserDirectory
{
    Task<DirectoryUser?> GetAsync(Guid id, CancellationToken ct);

    /// <summary>Those of the users that exist, in one round trip.</summary>
    /// <param name="ids">Distinct; callers bound their number.</param>
    Task<IReadOnlyDictionary<Guid, DirectoryUser>> GetManyAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct);

    /// <summary>The owner of a verified e-mail address, in any spelling.</summary>
    Task<DirectoryUser?> FindByEmailAsync(EmailAddress email, CancellationToken ct);

    /// <summary>The owner of a verified telephone number.</summary>
    Task<DirectoryUser?> FindByPhoneAsync(PhoneNumber phone, CancellationToken ct);
}

/// <summary>A user as internal services see it.</summary>
public sealed record DirectoryUser(
    Guid Id,
    string Status,
    string? Email,
    bool EmailVerified,
    string? PhoneNumber,
    bool PhoneVerified,
    string FirstName,
    string LastName,
    string Country,
    string Locale,
    int KycTier,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public override string ToString() => $"[user {Id}]";
}
