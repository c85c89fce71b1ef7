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
        var (first, last) = Ordered(order);
        return (user.FirstName, user.LastName) == (first.Value, last.Value) ? AdminErrors.NamesUnchanged : null;
    }

    public async Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct)
    {
        if (await CheckAsync(order, ct) is { } fault)
            return new ActOutcome(fault);
        var user = (await users.FindByIdAsync(order.SubjectId!.Value, ct))!;
        var (first, last) = Ordered(order);
        var now = time.GetUtcNow();
        var before = Names(user);
        string[] fields = [.. from f in new[] { ("firstName", user.FirstName != first.Value), ("lastName", user.LastName != last.Value) } where f.Item2 select f.Item1];
        user.ChangeNames(first, last);
        user.CountProfileChange(now);
        var changed = await hashes.OfAsync(user.Id, "names", before, Names(user), ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.NamesChangedByStaff, user.Id, order.Staff.Actor, order.Reason, now, changed));
        db.Raise(new UserProfileUpdated(user.Id, fields, user.ProfileRevision), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, user.Id));
        return new ActOutcome(null);
    }

    private static string Names(User user) => $"{user.FirstName}\n{user.LastName}";

    private static (PersonName First, PersonName Last) Ordered(ActOrder order)
    {
        PersonName.TryCreate(order.Details["firstName"], out var first);
        PersonName.TryCreate(order.Details["lastName"], out var last);
        return (first!, last!); // checked when the request was made
    }
}
