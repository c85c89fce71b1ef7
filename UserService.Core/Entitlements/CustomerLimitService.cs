using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Entitlements;

/// <inheritdoc cref="ICustomerLimitService"/>
internal sealed class CustomerLimitService(UserDbContext db, TimeProvider time) : ICustomerLimitService
{
    public async Task<CustomerLimits> GetAsync(Guid userId, CancellationToken ct) =>
        (await db.CustomerLimits.AsNoTracking().SingleOrDefaultAsync(l => l.UserId == userId, ct))?.ToView() ?? CustomerLimits.None;

    public async Task<CustomerLimitResult> ChangeAsync(Guid userId, ExpectedRevision expected, CustomerLimitChange change, Actor actor, CancellationToken ct)
    {
        var limits = await db.CustomerLimits.SingleOrDefaultAsync(l => l.UserId == userId, ct);
        if (!expected.Allows(limits?.Revision ?? 0))
            return new CustomerLimitResult.Failed(CommonErrors.PreconditionFailed);
        if (limits is null)
            db.CustomerLimits.Add(limits = CustomerLimit.For(userId));
        var now = time.GetUtcNow();
        var changed = limits.Change(
            change.Single.IsPresent ? change.Single.Value : limits.SingleLimit,
            change.Daily.IsPresent ? change.Daily.Value : limits.DailyLimit,
            change.InstantPayments.IsPresent ? change.InstantPayments.Value : limits.InstantPayments,
            now);
        if (!changed)
            return new CustomerLimitResult.Changed(limits.ToView());
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LimitsChanged, userId, actor, reason: null, now));
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.User, userId));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return new CustomerLimitResult.Failed(CommonErrors.PreconditionFailed);
        }

        return new CustomerLimitResult.Changed(limits.ToView());
    }
}
