using UserService.Core.Errors;
using UserService.Core.Kyc;

namespace UserService.Core.Admin.Requests;

/// <summary>Maker and checker: risky acts wait here until a second person approves them.</summary>
public interface IRequestService
{
    /// <summary>Asks for an act; it is checked now whether it could be done at all, and again when it is done.</summary>
    /// <param name="kind">See <see cref="RequestKinds"/>.</param>
    /// <param name="details">What the act needs to know.</param>
    Task<RequestResult> AskAsync(
        string kind, Guid? subject, IReadOnlyDictionary<string, string> details, string reason, StaffMember staff, CancellationToken ct);

    /// <summary>Asks for another rule for a tier.</summary>
    Task<RequestResult> AskToSetRuleAsync(TierRuleProposal rule, string reason, StaffMember staff, CancellationToken ct);

    /// <summary>The newest first; of the kinds that the caller may decide on.</summary>
    /// <param name="state"><c>pending</c>, <c>approved</c>, <c>refused</c>, <c>expired</c>; all where it is null.</param>
    /// <param name="before">Only those older than this one.</param>
    Task<IReadOnlyList<RequestView>> ListAsync(string? state, Guid? before, int limit, StaffMember staff, CancellationToken ct);

    /// <summary>One with its details; null where there is none of the kinds that the caller may decide on.</summary>
    Task<RequestView?> GetAsync(Guid id, StaffMember staff, CancellationToken ct);

    /// <summary>Does what was asked for, in one transaction with the decision.</summary>
    Task<Error?> ApproveAsync(Guid id, string? comment, StaffMember staff, CancellationToken ct);

    Task<Error?> RefuseAsync(Guid id, string reason, StaffMember staff, CancellationToken ct);
}

/// <summary>A request as staff see it.</summary>
/// <param name="State"><c>pending</c>, <c>approved</c>, <c>refused</c> or <c>expired</c>.</param>
/// <param name="Details">Only where one request is read; may hold names.</param>
public sealed record RequestView(
    Guid Id, string Kind, Guid? SubjectId, string Reason, Guid RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt, string State,
    Guid? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, IReadOnlyDictionary<string, string>? Details)
{
    public override string ToString() => $"[request {Id}]";
}

/// <summary>How asking ended.</summary>
public abstract record RequestResult
{
    public sealed record Asked(RequestView Request) : RequestResult;

    public sealed record Failed(Error Error) : RequestResult;
}
