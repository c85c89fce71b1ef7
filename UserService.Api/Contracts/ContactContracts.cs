using System.ComponentModel.DataAnnotations;
using UserService.Core.Accounts.Contacts;

namespace UserService.Api.Contracts;

/// <summary>A new e-mail address.</summary>
internal sealed record ChangeEmailRequest
{
    [Required]
    public string? Email { get; init; }
}

/// <summary>A new telephone number.</summary>
internal sealed record ChangePhoneRequest
{
    /// <summary>In international notation.</summary>
    [Required]
    public string? PhoneNumber { get; init; }
}

/// <summary>Proves a new contact.</summary>
internal sealed record VerifyContactRequest
{
    /// <summary>From the answer to the change.</summary>
    [Required]
    public Guid? ChangeId { get; init; }

    /// <summary>Six digits from the message.</summary>
    [Required]
    public string? Code { get; init; }
}

/// <summary>The token of a link in a message.</summary>
internal sealed record LinkRequest
{
    [Required]
    public string? Token { get; init; }
}

/// <summary>A code is on its way to the new contact.</summary>
/// <param name="ChangeId">Named when the code is sent back.</param>
/// <param name="Channel"><c>email</c> or <c>sms</c>.</param>
/// <param name="ExpiresAt">The code is good until then.</param>
/// <param name="ResendAfter">A change can be asked for again from then on.</param>
internal sealed record ContactChangeResponse(Guid ChangeId, string Channel, DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter);

internal static class ContactContracts
{
    public static ContactChangeResponse ToResponse(this ContactChangeResult.Accepted a) => new(a.ChangeId, a.Channel, a.ExpiresAt, a.ResendAfter);
}
