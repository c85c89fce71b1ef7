using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Mfa.Challenges;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Mfa.Passkeys;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Approvals;

/// <inheritdoc cref="IApprovalService"/>
internal sealed class ApprovalService(
    UserDbContext db, FactorChallenges challenges, PasskeyAssertions passkeys, ApprovalGiver giver, IOptions<ApprovalOptions> options, TimeProvider time) : IApprovalService
{
    public async Task<ApprovalResult> AskAsync(Guid userId, Guid sessionId, string operation, byte[] payloadHash, Actor actor, CancellationToken ct)
    {
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == userId, ct) is not { Status: UserStatus.Active } user)
            return new ApprovalResult.Failed(CommonErrors.Forbidden);
        var now = time.GetUtcNow();
        var challenge = await challenges.IssueAsync(user, CodePurpose.Approval, device: null, TemplateNames.ApprovalCode, ct, hasAnotherWay: await giver.TakesPinAsync(userId, ct));
        var approval = Approval.Ask(userId, sessionId, challenge.Id, operation, payloadHash, options.Value.TimeToApprove, now);
        db.Approvals.Add(approval);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ApprovalAsked, userId, actor, operation, now));
        await db.SaveChangesAsync(ct);
        return await ViewAsync(approval, ct);
    }

    public async Task<ApprovalResult> GetAsync(Guid userId, Guid approvalId, CancellationToken ct) =>
        await FindAsync(userId, approvalId, ct) is { } approval ? await ViewAsync(approval, ct) : new ApprovalResult.Failed(CommonErrors.NotFound);

    public async Task<Error?> SendCodeAsync(Guid userId, Guid approvalId, string method, CancellationToken ct) =>
        await FindAsync(userId, approvalId, ct) is not { } approval ? CommonErrors.NotFound
        : !approval.IsOpen(time.GetUtcNow()) ? ApprovalErrors.NotOpen
        : await challenges.SendAsync(approval.ChallengeId, CodePurpose.Approval, method, TemplateNames.ApprovalCode, ct);

    public async Task<ApprovalPasskeyResult> StartPasskeyAsync(Guid userId, Guid approvalId, CancellationToken ct)
    {
        if (await FindAsync(userId, approvalId, ct) is not { } approval)
            return new ApprovalPasskeyResult.Failed(CommonErrors.NotFound);
        if (!approval.IsOpen(time.GetUtcNow()))
            return new ApprovalPasskeyResult.Failed(ApprovalErrors.NotOpen);
        var options = await passkeys.StartAsync(CeremonyKind.SecondFactor, approval.ChallengeId, userId, ct);
        return new ApprovalPasskeyResult.Started(approval.ChallengeId, options);
    }

    public async Task<ApprovalResult> ApproveAsync(Guid userId, Guid approvalId, ApprovalProof proof, Actor actor, CancellationToken ct)
    {
        if (await FindAsync(userId, approvalId, ct) is not { } approval)
            return new ApprovalResult.Failed(CommonErrors.NotFound);
        return await giver.GiveAsync(approval, proof, actor, ct) is { } error ? new ApprovalResult.Failed(error) : await ViewAsync(approval, ct);
    }

    public async Task<RedemptionResult> RedeemAsync(
        Guid userId, Guid approvalId, string operation, byte[] payloadHash, string clientId, CancellationToken ct)
    {
        try
        {
            // The account stays as it is until the redemption is committed: after a freeze or a suspension none succeeds.
            return await db.InTransactionAsync(Turns.RelyingOnUser(userId), stop => TryRedeemAsync(userId, approvalId, operation, payloadHash, clientId, stop), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new RedemptionResult.Refused(); // somebody else was first
        }
    }

    private async Task<RedemptionResult> TryRedeemAsync(Guid userId, Guid approvalId, string operation, byte[] payloadHash, string clientId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await FindAsync(userId, approvalId, ct) is not { } approval || !await StandsAsync(approval, ct) || !approval.Redeem(operation, payloadHash, clientId, now))
            return new RedemptionResult.Refused();
        db.AuditEntries.Add(AuditEntry.Of(
            AuditActions.ApprovalRedeemed, userId, new Actor("service", clientId, null, null, approval.SessionId), operation, now));
        await db.SaveChangesAsync(ct);
        return new RedemptionResult.Redeemed(approval.ApprovedAt!.Value, now, approval.Method!);
    }

    // Who has frozen the account, or ended the session that she approved in, has taken back what she approved.
    private Task<bool> StandsAsync(Approval approval, CancellationToken ct) => db.Sessions.AnyAsync(
        s => s.Id == approval.SessionId && s.RevokedAt == null && db.Users.Any(u => u.Id == approval.UserId && u.Status == UserStatus.Active), ct);

    private Task<Approval?> FindAsync(Guid userId, Guid approvalId, CancellationToken ct) =>
        db.Approvals.SingleOrDefaultAsync(a => a.Id == approvalId && a.UserId == userId, ct);

    private async Task<ApprovalResult> ViewAsync(Approval approval, CancellationToken ct)
    {
        var expired = approval.State is not ApprovalState.Redeemed && time.GetUtcNow() >= approval.ExpiresAt;
        var state = expired ? "expired" : approval.State switch
        {
            ApprovalState.Pending => "pending",
            ApprovalState.Approved => "approved",
            _ => "redeemed",
        };
        var methods = state == "pending" ? await giver.MethodsAsync(approval, ct) : [];
        return new ApprovalResult.Done(new ApprovalView(approval.Id, approval.Operation, state, methods, approval.ExpiresAt, approval.ApprovedAt));
    }
}
