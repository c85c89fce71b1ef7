namespace UserService.Core.Admin.Roles;

/// <summary>Something that a role can allow: see <see cref="Permissions"/>.</summary>
internal sealed class StaffPermission
{
    private StaffPermission()
    {
    }

    public string Name { get; private init; } = "";

    public string Description { get; private init; } = "";
}
