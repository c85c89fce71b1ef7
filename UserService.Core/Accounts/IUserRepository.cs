namespace UserService.Core.Accounts;

/// <summary>Finds users by what callers know of them. Intent methods only; changes are saved by the unit of work.</summary>
internal interface IUserRepository
{
    Task<User?> FindByIdAsync(Guid id, CancellationToken ct);

    /// <summary>The owner of a verified address.</summary>
    Task<User?> FindByEmailAsync(EmailAddress email, CancellationToken ct);

    /// <summary>The owner of a verified number.</summary>
    Task<User?> FindByPhoneAsync(PhoneNumber phone, CancellationToken ct);

    void Add(User user);
}
