using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Admin.Requests;

/// <summary>Gives an account other names, also where the verified identity has locked them.</summary>
internal sealed class ChangeNamesAct(UserDbContext db, IUserRepository users, AuditHashes hashes, TimeProvider time) : IRequestedAct
{
    public string Kind => RequestKinds.ChangeNames;

    public string Permission => Permissions.ChangeNames;

    public async Task<Error?> CheckAsync(ActOrder order, CancellationToken ct)
    {
        if (await users.FindByIdAsync(order.SubjectId!.Value, ct) is not { Status: not UserStatus.Erased } user)
            return CommonErrors.NotFound;
        var change = Change(order);
        return (user.FirstName, user.LastName) == (change.FirstName!.Value, change.LastName!.Value) ? AdminErrors.NamesUnchanged : null;
    }

    public async Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct)
    {
        if (await CheckAsync(order, ct) is { } fault)
            return new ActOutcome(fault);
        var user = (await users.FindByIdAsync(order.SubjectId!.Value, ct))!;
        var change = Change(order);
        var now = time.GetUtcNow();
        var before = Names(user);
        user.ChangeProfile(change, now);
        var changed = await hashes.OfAsync(user.Id, "names", before, Names(user), ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.NamesChangedByStaff, user.Id, order.Staff.Actor, order.Reason, now, changed));
        db.Raise(new UserProfileUpdated(user.Id, change.Fields, user.ProfileRevision), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, user.Id));
        return new ActOutcome(null);
    }

    private static string Names(User user) => $"{user.FirstName}\n{user.LastName}";

    private static ProfileChange Change(ActOrder order)
    {
        PersonName.TryCreate(order.Details["firstName"], out var first);
        PersonName.TryCreate(order.Details["lastName"], out var last);
        return new ProfileChange { FirstName = first, LastName = last };
    }
}
