using UserService.Core.Audit;

namespace UserService.Core.Admin;

/// <summary>A member of staff at work.</summary>
/// <param name="Permissions">What the roles of the access token allow now.</param>
public sealed record StaffMember(Guid UserId, IReadOnlySet<string> Permissions, Actor Actor)
{
    public bool May(string permission) => Permissions.Contains(permission);

    public override string ToString() => $"[staff {UserId}]";
}
