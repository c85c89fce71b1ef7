using System.ComponentModel.DataAnnotations;
using UserService.Core.Kyc;
using UserService.Core.Messaging.DeadLetters;

namespace UserService.Api.Contracts.Admin;

/// <summary>A KYC case is refused.</summary>
internal sealed record RejectCaseRequest
{
    /// <summary>One of the codes that cases end with, such as <c>unreadable</c>.</summary>
    [Required]
    public string? Code { get; init; }

    /// <summary>1 to 400 characters that the customer reads.</summary>
    [Required]
    public string? Words { get; init; }
}

/// <summary>Another rule for a tier. Amounts in minor units; each must be there, null for no limit. They must not fall with the tier.</summary>
internal sealed record TierRuleRequest
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    [Required]
    public string? Country { get; init; }

    /// <summary>0 to 3.</summary>
    [Required]
    public int? Tier { get; init; }

    /// <summary>ISO 4217.</summary>
    [Required]
    public string? Currency { get; init; }

    /// <summary>The largest payment, not above <c>daily</c>. Must be there: null for no limit, which is above every amount.</summary>
    [RequiredOrNull]
    public long? Single
    {
        get;
        set => (field, HasSingle) = (value, true);
    }

    /// <summary>The sum of a day's payments. Must be there: null for no limit.</summary>
    [RequiredOrNull]
    public long? Daily
    {
        get;
        set => (field, HasDaily) = (value, true);
    }

    /// <summary>The largest balance. Must be there: null for no limit.</summary>
    [RequiredOrNull]
    public long? Balance
    {
        get;
        set => (field, HasBalance) = (value, true);
    }

    /// <summary>What must be proven: each such as <c>bvn</c>, or <c>bvn|nin</c> where one of several is enough. Empty for tier 0, and for no other.</summary>
    [Required]
    public IReadOnlyList<string>? Requirements { get; init; }

    /// <summary>Now or later.</summary>
    [Required]
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>1 to 400 characters.</summary>
    [Required]
    public string? Reason { get; init; }

    internal bool HasSingle { get; private set; }

    internal bool HasDaily { get; private set; }

    internal bool HasBalance { get; private set; }
}

/// <summary>A KYC case with its checks; numbers are masked.</summary>
internal sealed record CaseResponse(
    Guid CaseId, Guid UserId, int TargetTier, string State, string FirstName, string LastName, DateTimeOffset? SubmittedAt, DateTimeOffset? DecidedAt, string? DecidedBy,
    string? Reason, IReadOnlyList<KycCheckDetail> Checks);

internal static class ReviewContracts
{
    public static CaseResponse ToResponse(this KycCaseDetail c) => new(
        c.CaseId, c.UserId, c.TargetTier, c.State, c.FirstName, c.LastName, c.SubmittedAt, c.DecidedAt, c.DecidedBy, c.Reason, c.Checks);

    public static PageResponse<DeadLetterView> ToResponse(this DeadLetterPage page, Func<Guid, string> cursor) =>
        new(page.Items, page.Next is { } next ? cursor(next) : null);
}
