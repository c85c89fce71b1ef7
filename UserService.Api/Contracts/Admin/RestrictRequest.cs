using System.ComponentModel.DataAnnotations;

namespace UserService.Api.Contracts.Admin;

/// <summary>What is to be held back from a customer, and why.</summary>
internal sealed record RestrictRequest
{
    /// <summary><c>post_no_debit</c> (no money leaves) or <c>post_no_credit</c> (none comes in).</summary>
    [Required]
    public string? Kind { get; init; }

    /// <summary>When it ends by itself; left out where somebody has to lift it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>1 to 400 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}
