using UserService.Core.Errors;
using UserService.Core.Kyc.Restrictions;

namespace UserService.Core.Admin.Requests;

/// <summary>Lets money go again that staff have held back.</summary>
internal sealed class LiftRestrictionAct(StaffRestrictions restrictions) : IRequestedAct
{
    public string Kind => RequestKinds.LiftRestriction;

    public string Permission => Permissions.ManageRestrictions;

    public Task<Error?> CheckAsync(ActOrder order, CancellationToken ct) => restrictions.CheckAsync(order.SubjectId!.Value, Guid.Parse(order.Details["restrictionId"]), ct);

    public async Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct) =>
        new(await restrictions.StageLiftAsync(order.SubjectId!.Value, Guid.Parse(order.Details["restrictionId"]), order.Reason, order.Staff.Actor, ct));
}
