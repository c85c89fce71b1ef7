using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Privacy.Holds;

namespace UserService.Core.Privacy.Erasures;

/// <inheritdoc cref="IErasureService"/>
internal sealed class ErasureService(
    UserDbContext db, IUserRepository users, ILegalHoldService holds, NotificationQueue notifications, IOptions<PrivacyOptions> options, TimeProvider time) : IErasureService
{
    public async Task<ErasureResult> RequestAsync(Guid userId, Actor actor, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { } user)
            return new ErasureResult.Refused(CommonErrors.NotFound);
        if (await holds.IsHeldAsync(userId, ct))
            return new ErasureResult.Refused(PrivacyErrors.LegalHold);
        var now = time.GetUtcNow();
        var erasure = Erasure.Schedule(Guid.CreateVersion7(now), userId, now + options.Value.ErasureGrace, now);
        db.Erasures.Add(erasure);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ErasureAsked, userId, actor, reason: null, now));
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.ErasureScheduled, ct, new Dictionary<string, string>
        {
            ["date"] = erasure.DueAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "ux_erasures_scheduled" })
        {
            return new ErasureResult.Refused(PrivacyErrors.AlreadyScheduled);
        }

        return new ErasureResult.Scheduled(View(erasure, held: false));
    }

    public async Task<ErasureView?> FindAsync(Guid userId, CancellationToken ct) =>
        await db.Erasures.AsNoTracking().Where(e => e.UserId == userId).OrderByDescending(e => e.RequestedAt).FirstOrDefaultAsync(ct) is { } erasure
            ? View(erasure, await holds.IsHeldAsync(userId, ct))
            : null;

    public async Task<Error?> CancelAsync(Guid userId, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await db.Erasures.SingleOrDefaultAsync(e => e.UserId == userId && e.State == ErasureState.Scheduled, ct) is not { } erasure || !erasure.TryCancel(now))
            return CommonErrors.NotFound;
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ErasureCancelled, userId, actor, reason: null, now));
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.ErasureCancelled, ct);
        await db.SaveChangesAsync(ct);
        return null;
    }

    private static ErasureView View(Erasure e, bool held) =>
        e.State is ErasureState.Scheduled && held
            ? new ErasureView(e.Id, "on_hold", e.RequestedAt, e.DueAt, PrivacyErrors.LegalHold.Detail)
            : new ErasureView(e.Id, e.State.ToString().ToLowerInvariant(), e.RequestedAt, e.DueAt, null);
}
