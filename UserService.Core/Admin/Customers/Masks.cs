using UserService.Core.Accounts;

namespace UserService.Core.Admin.Customers;

/// <summary>Contacts as staff see them who have given no reason to see more.</summary>
internal static class Masks
{
    public static string? Email(string? stored) => stored is null ? null : EmailAddress.FromStorage(stored).Masked;

    public static string? Phone(string? stored) => stored is null ? null : PhoneNumber.FromStorage(stored).Masked;
}
