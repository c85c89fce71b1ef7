namespace UserService.Core.Admin.Roles;

/// <summary>Who has a role, since when, from whom and why. <c>users.roles</c> repeats it for the paths that make tokens.</summary>
internal sealed class RoleGrant
{
    private RoleGrant()
    {
    }

    public Guid UserId { get; private init; }

    public string Role { get; private init; } = "";

    public DateTimeOffset GrantedAt { get; private init; }

    /// <summary>Who asked for it; none where an operator did with <c>worker admin bootstrap</c>.</summary>
    public Guid? AskedBy { get; private init; }

    /// <summary>The second person.</summary>
    public Guid? ApprovedBy { get; private init; }

    public string Reason { get; private init; } = "";

    public static RoleGrant Of(Guid userId, string role, Guid? askedBy, Guid? approvedBy, string reason, DateTimeOffset now) => new()
    {
        UserId = userId,
        Role = role,
        GrantedAt = now,
        AskedBy = askedBy,
        ApprovedBy = approvedBy,
        Reason = reason,
    };
}
