using UserService.Core.Errors;

namespace UserService.Core.Admin.Customers;

/// <summary>Finds and shows customers' accounts. Every search, view and unmasking is an audit entry.</summary>
public interface ICustomerSearch
{
    /// <param name="limit">1 to 50.</param>
    Task<CustomerSearchResult> FindAsync(CustomerQuery query, int limit, StaffMember staff, CancellationToken ct);

    /// <summary>One account, contacts masked; null where there is none.</summary>
    Task<CustomerView?> GetAsync(Guid userId, StaffMember staff, CancellationToken ct);

    /// <summary>Some fields in clear.</summary>
    /// <param name="fields">Of <see cref="CustomerFields.All"/>.</param>
    /// <returns>Null where there is no such account; a field that has no value is null.</returns>
    Task<IReadOnlyDictionary<string, string?>?> UnmaskAsync(Guid userId, IReadOnlyList<string> fields, string reason, StaffMember staff, CancellationToken ct);
}

/// <summary>What is looked for.</summary>
/// <param name="By"><c>id</c>, <c>email</c>, <c>phone</c>, <c>name</c> (parts of it, three letters at least) or <c>bvn</c>.</param>
/// <param name="Value">Personal data: neither logged nor audited.</param>
public sealed record CustomerQuery(string By, string Value)
{
    public static readonly IReadOnlyList<string> Kinds = ["id", "email", "phone", "name", "bvn"];

    public override string ToString() => $"[customer by {By}]";
}

/// <summary>What was found.</summary>
public abstract record CustomerSearchResult
{
    /// <param name="More">There are more than are shown: ask for more of the name.</param>
    public sealed record Found(IReadOnlyList<CustomerListItem> Customers, bool More) : CustomerSearchResult;

    /// <summary>The value can be none of its kind.</summary>
    public sealed record Failed(Error Error) : CustomerSearchResult;
}

/// <summary>An account in a list, contacts masked.</summary>
public sealed record CustomerListItem(
    Guid Id, string Status, int KycTier, string FirstName, string LastName, string? Email, string? PhoneNumber, string Country, DateTimeOffset CreatedAt)
{
    public override string ToString() => $"[customer {Id}]";
}

/// <summary>An account as staff see it, contacts masked.</summary>
/// <param name="Factors">Kinds of its second factors.</param>
/// <param name="Sessions">How many are live.</param>
public sealed record CustomerView(
    Guid Id, string Status, int KycTier, string FirstName, string LastName, string? DisplayName, string? Email, bool EmailVerified, string? PhoneNumber, bool PhoneVerified,
    string Country, string Locale, IReadOnlyList<string> Roles, IReadOnlyList<string> Factors, int Sessions, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public override string ToString() => $"[customer {Id}]";
}

/// <summary>The fields that staff see in clear only for a reason.</summary>
public static class CustomerFields
{
    public const string Email = "email";
    public const string PhoneNumber = "phoneNumber";

    public const string Bvn = "bvn";
    public const string Nin = "nin";

    /// <summary>As <c>1990-05-17</c>.</summary>
    public const string DateOfBirth = "dateOfBirth";

    /// <summary>One to a line, such as <c>home: 12 Marina Road, Lagos, NG</c>.</summary>
    public const string Addresses = "addresses";

    public static readonly IReadOnlyList<string> All = [Email, PhoneNumber, DateOfBirth, Addresses, Bvn, Nin];
}
