using Microsoft.EntityFrameworkCore;
using UserService.Core.Errors;
using UserService.Core.Kyc;
using UserService.Core.Kyc.Cases;
using UserService.Core.Persistence;

namespace UserService.Core.Admin.Requests;

/// <summary>Grants the tier of a KYC case that a register could not settle: two people have looked at it.</summary>
internal sealed class ApproveKycAct(UserDbContext db, IKycReviewService reviews) : IRequestedAct
{
    public string Kind => RequestKinds.ApproveKyc;

    public string Permission => Permissions.ReviewKyc;

    public async Task<Error?> CheckAsync(ActOrder order, CancellationToken ct)
    {
        var id = Guid.Parse(order.Details["caseId"]);
        var state = await db.KycCases.AsNoTracking().Where(c => c.Id == id).Select(c => (KycCaseState?)c.State).SingleOrDefaultAsync(ct);
        return state switch { null => CommonErrors.NotFound, KycCaseState.InReview => null, _ => KycErrors.NotInReview };
    }

    public async Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct) =>
        new(await reviews.ApproveAsync(Guid.Parse(order.Details["caseId"]), order.Reason, order.Staff.Actor, ct));
}
