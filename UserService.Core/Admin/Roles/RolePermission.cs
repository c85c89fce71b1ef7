namespace UserService.Core.Admin.Roles;

/// <summary>A role allows something.</summary>
internal sealed class RolePermission
{
    private RolePermission()
    {
    }

    public string Role { get; private init; } = "";

    public string Permission { get; private init; } = "";
}
