namespace UserService.Core.Admin.Roles;

/// <summary>What roles allow.</summary>
public interface IStaffPermissions
{
    /// <summary>Everything that any of the roles allows; a change of the data is known on every host within a second.</summary>
    ValueTask<IReadOnlySet<string>> OfAsync(IReadOnlyList<string> roles, CancellationToken ct);
}
