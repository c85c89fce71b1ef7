using System.ComponentModel.DataAnnotations;
using UserService.Core.Authentication.Passwords;

namespace UserService.Api.Contracts;

/// <summary>Replaces a password that its owner knows.</summary>
internal sealed record ChangePasswordRequest
{
    [Required]
    public string? CurrentPassword { get; init; }

    /// <summary>10 to 256 code points; the policy is that of registration.</summary>
    [Required]
    public string? NewPassword { get; init; }
}

/// <summary>Asks for a code to replace a forgotten password.</summary>
internal sealed record ForgotPasswordRequest
{
    /// <summary>E-mail address, answered by e-mail, or telephone number in international notation, answered by SMS.</summary>
    [Required]
    public string? Identifier { get; init; }
}

/// <summary>Asks for the code again.</summary>
internal sealed record ResendResetRequest
{
    /// <summary>From the answer to the request.</summary>
    [Required]
    public Guid? ResetId { get; init; }
}

/// <summary>Replaces a forgotten password.</summary>
internal sealed record ResetPasswordRequest
{
    /// <summary>From the answer to the request.</summary>
    [Required]
    public Guid? ResetId { get; init; }

    /// <summary>Six digits from the message.</summary>
    [Required]
    public string? Code { get; init; }

    /// <summary>10 to 256 code points; the policy is that of registration.</summary>
    [Required]
    public string? NewPassword { get; init; }
}

/// <summary>A code is on its way if there is such an account; callers cannot tell.</summary>
/// <param name="ResetId">Named when the code is sent back.</param>
/// <param name="Channel"><c>email</c> or <c>sms</c>, as the identifier was.</param>
/// <param name="ExpiresAt">The code is good until then.</param>
/// <param name="ResendAfter">From then on it can be asked for again.</param>
internal sealed record ResetResponse(Guid ResetId, string Channel, DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter);

internal static class PasswordContracts
{
    public static ResetResponse ToResponse(this ForgotResult.Accepted a) => new(a.ResetId, a.Channel, a.ExpiresAt, a.ResendAfter);
}
