namespace UserService.Core.Admin.Roles;

/// <summary>A role that staff can have.</summary>
internal sealed class StaffRole
{
    public const string Support = "support";
    public const string Compliance = "compliance";
    public const string Admin = "admin";

    private StaffRole()
    {
    }

    public string Name { get; private init; } = "";

    public string Description { get; private init; } = "";
}
