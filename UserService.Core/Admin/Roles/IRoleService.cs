using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Admin.Roles;

/// <summary>Roles, and who has them. Granting one goes through <see cref="Requests.IRequestService"/>.</summary>
public interface IRoleService
{
    /// <summary>Every role with what it allows and who has it.</summary>
    Task<IReadOnlyList<RoleView>> ListAsync(CancellationToken ct);

    /// <summary>Takes a role away at once and ends the sessions that carry it. The last admin keeps hers.</summary>
    /// <returns>Null when it is done.</returns>
    Task<Error?> RevokeAsync(Guid userId, string role, string reason, Actor staff, CancellationToken ct);

    /// <summary>Makes the first admin, who needs an active account with a verified e-mail address.</summary>
    /// <param name="reason">Needed where there is an admin already.</param>
    Task<Error?> BootstrapAsync(string email, string? reason, CancellationToken ct);
}

/// <summary>A role as admins see it.</summary>
public sealed record RoleView(string Name, string Description, IReadOnlyList<string> Permissions, IReadOnlyList<RoleHolder> Holders);

/// <summary>Somebody who has a role.</summary>
/// <param name="AskedBy">None where an operator granted it on the command line.</param>
public sealed record RoleHolder(Guid UserId, DateTimeOffset GrantedAt, Guid? AskedBy, Guid? ApprovedBy);
