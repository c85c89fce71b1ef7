using UserService.Core.Errors;

namespace UserService.Core.Admin.Customers;

/// <summary>What one member of staff may do to an account alone: all of it stops or ends something, or can be undone by the customer.</summary>
public interface ICustomerControl
{
    /// <summary>Stops the account at once and ends its sessions. Making it usable again needs a second person.</summary>
    Task<Error?> SuspendAsync(Guid userId, string reason, StaffMember staff, CancellationToken ct);

    /// <summary>Forgets the failed sign-ins of the account and of its devices, so that the next attempt need not wait.</summary>
    Task<Error?> UnlockAsync(Guid userId, string reason, StaffMember staff, CancellationToken ct);

    /// <summary>Ends every session of the account; null where there is no such account.</summary>
    Task<int?> LogOutAsync(Guid userId, string reason, StaffMember staff, CancellationToken ct);
}
