using System.ComponentModel.DataAnnotations;
using UserService.Core.Admin.Requests;
using UserService.Core.Admin.Roles;

namespace UserService.Api.Contracts.Admin;

/// <summary>A role for an account.</summary>
internal sealed record RoleRequest
{
    /// <summary>Such as <c>support</c>.</summary>
    [Required]
    public string? RoleName { get; init; }

    /// <summary>1 to 400 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>A role.</summary>
internal sealed record RoleResponse(string Name, string Description, IReadOnlyList<string> Permissions, IReadOnlyList<RoleHolder> Holders);

/// <summary>Consent to a request.</summary>
internal sealed record ApproveRequest
{
    /// <summary>1 to 400 characters, where there is something to say.</summary>
    public string? Comment { get; init; }
}

/// <summary>A risky act that waits for, or has got, a second person's decision.</summary>
/// <param name="Kind"><c>user.reinstate</c>, <c>user.reset_factors</c>, <c>user.change_names</c>, <c>role.grant</c>, <c>kyc.approve</c>, <c>user.lift_restriction</c> or <c>limits.set</c>; others may come.</param>
/// <param name="SubjectId">Whose account it concerns.</param>
/// <param name="State"><c>pending</c>, <c>approved</c>, <c>refused</c> or <c>expired</c>.</param>
/// <param name="Details">What the act needs to know; null in lists.</param>
internal sealed record RequestResponse(
    Guid Id, string Kind, Guid? SubjectId, string Reason, Guid RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt, string State,
    Guid? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, IReadOnlyDictionary<string, string>? Details);

internal static class RequestContracts
{
    public static RequestResponse ToResponse(this RequestView r) => new(
        r.Id, r.Kind, r.SubjectId, r.Reason, r.RequestedBy, r.RequestedAt, r.ExpiresAt, r.State, r.DecidedBy, r.DecidedAt, r.DecisionReason, r.Details);

    public static RoleResponse ToResponse(this RoleView r) => new(r.Name, r.Description, r.Permissions, r.Holders);
}
