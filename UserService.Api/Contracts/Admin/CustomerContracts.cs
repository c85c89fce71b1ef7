using System.ComponentModel.DataAnnotations;
using UserService.Core.Admin.Customers;

namespace UserService.Api.Contracts.Admin;

/// <summary>Why. It goes into the audit trail with who asked.</summary>
internal sealed record ReasonRequest
{
    /// <summary>1 to 400 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>What is looked for. In the body, because addresses of requests are logged.</summary>
internal sealed record CustomerSearchRequest
{
    /// <summary><c>id</c>, <c>email</c>, <c>phone</c>, <c>name</c> or <c>bvn</c>.</summary>
    [Required]
    public string? By { get; init; }

    /// <summary>The id, address or number in full; of a name any parts of it, one of at least three letters.</summary>
    [Required]
    public string? Value { get; init; }
}

/// <summary>What was found.</summary>
/// <param name="More">There are more than are shown: give more of the name.</param>
internal sealed record CustomerSearchResponse(IReadOnlyList<CustomerListItem> Items, bool More);

/// <summary>An account, contacts masked.</summary>
/// <param name="Status"><c>pending</c>, <c>active</c>, <c>frozen</c>, <c>suspended</c> or <c>erased</c>.</param>
/// <param name="KycTier">0 to 3.</param>
/// <param name="Email">Masked, such as <c>a***@example.com</c>.</param>
/// <param name="PhoneNumber">Masked, such as <c>+234*****5678</c>.</param>
/// <param name="Roles">Empty for customers.</param>
/// <param name="Factors">Kinds of the second factors.</param>
/// <param name="Sessions">How many are live.</param>
internal sealed record CustomerResponse(
    Guid Id, string Status, int KycTier, string FirstName, string LastName, string? DisplayName, string? Email, bool EmailVerified, string? PhoneNumber, bool PhoneVerified,
    string Country, string Locale, IReadOnlyList<string> Roles, IReadOnlyList<string> Factors, int Sessions, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Which fields are to be seen in clear, and why.</summary>
internal sealed record UnmaskRequest
{
    /// <summary>At least one of <c>email</c>, <c>phoneNumber</c>, <c>dateOfBirth</c>, <c>addresses</c>, <c>bvn</c>, <c>nin</c>.</summary>
    [Required]
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>1 to 400 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>The fields in clear; null where there is no value.</summary>
/// <param name="Fields">By name; of <c>addresses</c> one to a line.</param>
internal sealed record UnmaskResponse(IReadOnlyDictionary<string, string?> Fields);

/// <summary>Other names for an account.</summary>
internal sealed record ChangeNamesRequest
{
    [Required]
    public string? FirstName { get; init; }

    [Required]
    public string? LastName { get; init; }

    /// <summary>1 to 400 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>A note about a customer.</summary>
internal sealed record NoteRequest
{
    /// <summary>1 to 4,000 characters.</summary>
    [Required]
    public string? Text { get; init; }
}

/// <summary>A note.</summary>
internal sealed record NoteResponse(Guid Id, Guid AuthorId, string Text, DateTimeOffset CreatedAt);

/// <summary>One page of a list.</summary>
/// <param name="NextCursor">Sent as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record PageResponse<T>(IReadOnlyList<T> Items, string? NextCursor);

internal static class CustomerContracts
{
    public static CustomerResponse ToResponse(this CustomerView c) => new(
        c.Id, c.Status, c.KycTier, c.FirstName, c.LastName, c.DisplayName, c.Email, c.EmailVerified, c.PhoneNumber, c.PhoneVerified,
        c.Country, c.Locale, c.Roles, c.Factors, c.Sessions, c.CreatedAt, c.UpdatedAt);
}
