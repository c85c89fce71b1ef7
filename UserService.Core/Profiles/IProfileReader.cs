namespace UserService.Core.Profiles;

/// <summary>Reads profiles: always what is committed, so a customer reads what she wrote on whichever host.</summary>
public interface IProfileReader
{
    /// <summary>The profile as it is committed now; null when the account is gone.</summary>
    Task<ProfileView?> FindAsync(Guid userId, CancellationToken ct);
}
