using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Mfa.Approvals;

/// <summary>Binds a second factor to one operation: asked for by the customer's app, approved by the customer, redeemed once by the service that does it.</summary>
public interface IApprovalService
{
    /// <summary>Asks for an approval.</summary>
    /// <param name="operation">1 to 100 of letters, digits, dots, dashes, underscores.</param>
    /// <param name="payloadHash">SHA-256 of the canonical payload, 32 bytes.</param>
    Task<ApprovalResult> AskAsync(Guid userId, Guid sessionId, string operation, byte[] payloadHash, Actor actor, CancellationToken ct);

    /// <summary>The caller's own approval.</summary>
    Task<ApprovalResult> GetAsync(Guid userId, Guid approvalId, CancellationToken ct);

    /// <summary>Sends the code of a method that needs one.</summary>
    Task<Error?> SendCodeAsync(Guid userId, Guid approvalId, string method, CancellationToken ct);

    /// <summary>Options for a passkey that answers.</summary>
    Task<ApprovalPasskeyResult> StartPasskeyAsync(Guid userId, Guid approvalId, CancellationToken ct);

    /// <summary>Approves with any factor that is offered, or with the transaction PIN (<c>pin</c>).</summary>
    Task<ApprovalResult> ApproveAsync(Guid userId, Guid approvalId, ApprovalProof proof, Actor actor, CancellationToken ct);

    /// <summary>Spends an approval: exactly once, for exactly the operation and payload that were approved.</summary>
    Task<RedemptionResult> RedeemAsync(Guid userId, Guid approvalId, string operation, byte[] payloadHash, string clientId, CancellationToken ct);
}

/// <summary>What a customer approves with.</summary>
/// <param name="Code">The code, or the PIN.</param>
/// <param name="Credential">For <c>passkey</c>: the browser's credential as JSON.</param>
public sealed record ApprovalProof(string Method, string? Code, string? Credential)
{
    public override string ToString() => $"[{Method}]";
}

/// <summary>An approval as its owner sees it.</summary>
/// <param name="State"><c>pending</c>, <c>approved</c>, <c>redeemed</c> or <c>expired</c>.</param>
/// <param name="Methods">What it can be approved with.</param>
public sealed record ApprovalView(Guid Id, string Operation, string State, IReadOnlyList<string> Methods, DateTimeOffset ExpiresAt, DateTimeOffset? ApprovedAt);

/// <summary>How a step of an approval ended.</summary>
public abstract record ApprovalResult
{
    public sealed record Done(ApprovalView Approval) : ApprovalResult;

    public sealed record Failed(Error Error) : ApprovalResult;
}

/// <summary>How asking for a passkey's options ended.</summary>
public abstract record ApprovalPasskeyResult
{
    /// <param name="Options"><c>PublicKeyCredentialRequestOptions</c> as JSON.</param>
    public sealed record Started(Guid ChallengeId, string Options) : ApprovalPasskeyResult;

    public sealed record Failed(Error Error) : ApprovalPasskeyResult;
}

/// <summary>How redeeming ended.</summary>
public abstract record RedemptionResult
{
    public sealed record Redeemed(DateTimeOffset ApprovedAt, DateTimeOffset RedeemedAt, string Method) : RedemptionResult;

    /// <summary>Unknown, not approved, run out, redeemed before, or for something else: told alike.</summary>
    public sealed record Refused : RedemptionResult;
}
