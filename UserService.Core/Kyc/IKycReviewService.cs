using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Kyc;

/// <summary>The queue of cases that people decide. Callers see to rights, and to a second person where one is needed.</summary>
public interface IKycReviewService
{
    /// <summary>Cases in review, the longest waiting first.</summary>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="limit">1 to 100.</param>
    Task<KycCasePage> ListAsync(string? cursor, int limit, CancellationToken ct);

    /// <summary>A case with its checks and what the customer claims, numbers masked unless <paramref name="unmask"/>; reading is recorded.</summary>
    Task<KycCaseDetail?> GetAsync(Guid caseId, bool unmask, Actor actor, CancellationToken ct);

    /// <summary>Grants the tier of a case in review: its doubtful checks count as passed.</summary>
    Task<Error?> ApproveAsync(Guid caseId, string note, Actor actor, CancellationToken ct);

    /// <summary>Refuses a case in review. <paramref name="words"/> are shown to the customer.</summary>
    /// <param name="reason">One of <see cref="KycReasons"/>.</param>
    Task<Error?> RejectAsync(Guid caseId, string reason, string words, Actor actor, CancellationToken ct);
}

/// <summary>A page of the queue.</summary>
/// <param name="Next">Cursor of the next page; null at the end.</param>
public sealed record KycCasePage(IReadOnlyList<KycCaseItem> Items, string? Next);

/// <summary>A case in the queue. Ids only.</summary>
public sealed record KycCaseItem(Guid CaseId, Guid UserId, int TargetTier, string State, IReadOnlyList<string> Doubts, DateTimeOffset SubmittedAt);

/// <summary>A case as staff see it.</summary>
public sealed record KycCaseDetail(
    Guid CaseId, Guid UserId, int TargetTier, string State, string FirstName, string LastName, DateTimeOffset? SubmittedAt, DateTimeOffset? DecidedAt, string? DecidedBy,
    string? Reason, IReadOnlyList<KycCheckDetail> Checks)
{
    public override string ToString() => $"[case {CaseId}]";
}

/// <summary>A check as staff see it.</summary>
/// <param name="Number">Masked but for its last digits, unless unmasked.</param>
/// <param name="RecordName">The name that the register has.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Files">Keys in object storage.</param>
public sealed record KycCheckDetail(
    Guid CheckId, string Kind, string State, string? Provider, decimal? Score, string? Reason, string? Number, string? RecordName, DateOnly? DateOfBirth, IReadOnlyList<string> Files,
    DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt)
{
    public override string ToString() => $"[check {CheckId}]";
}
