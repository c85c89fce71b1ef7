using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Mfa.Challenges;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Mfa.TransactionPins;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Approvals;

/// <summary>Approves with a factor or the PIN, once.</summary>
internal sealed class ApprovalGiver(UserDbContext db, FactorVerifier factors, PinVerifier pins, IOptions<ApprovalOptions> options, TimeProvider time)
{
    public const string Pin = "pin";

    public async Task<IReadOnlyList<string>> MethodsAsync(Approval approval, CancellationToken ct)
    {
        var offered = await db.CodeChallenges.Where(c => c.Id == approval.ChallengeId).Select(c => c.Methods).SingleAsync(ct);
        return await TakesPinAsync(approval.UserId, ct) ? [Pin, .. offered] : offered;
    }

    /// <summary>Whether the customer may approve with the PIN, without a code. A blocked one is no way to approve, so it is not offered.</summary>
    public Task<bool> TakesPinAsync(Guid userId, CancellationToken ct) => pins.IsUsableAsync(userId, ct);

    /// <returns>Null when it is approved.</returns>
    public async Task<Error?> GiveAsync(Approval approval, ApprovalProof proof, Actor actor, CancellationToken ct)
    {
        if (!approval.IsOpen(time.GetUtcNow()))
            return ApprovalErrors.NotOpen;
        if (await ProveAsync(approval, proof, actor, ct) is { } error)
        {
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.SecondFactorFailed, approval.UserId, actor, error.Code, time.GetUtcNow()));
            await db.SaveChangesAsync(ct);
            return error;
        }

        var now = time.GetUtcNow();
        approval.Approve(proof.Method, options.Value.TimeToRedeem, now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ApprovalGiven, approval.UserId, actor, $"{approval.Operation} {proof.Method}", now));
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return ApprovalErrors.NotOpen; // approved twice at once
        }
    }

    private async Task<Error?> ProveAsync(Approval approval, ApprovalProof proof, Actor actor, CancellationToken ct)
    {
        if (proof.Method == Pin)
            return await pins.CheckAsync(approval.UserId, proof.Code ?? "", ct);
        switch (await factors.VerifyAsync(approval.ChallengeId, CodePurpose.Approval, new FactorProof(proof.Method, proof.Code, proof.Credential), actor, ct))
        {
            case FactorProofResult.Proven(var challenge, _):
                challenge.Consume(time.GetUtcNow());
                return null;
            case FactorProofResult.Refused(_, _, var error):
                return error;
            case FactorProofResult.NotOffered:
                return MfaErrors.UnknownMethod;
            default:
                return MfaErrors.ChallengeGone;
        }
    }
}
