using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Persistence;

namespace UserService.Core.Sessions;

/// <inheritdoc cref="ISessionService"/>
internal sealed class SessionService(UserDbContext db, SessionRevoker revoker, TimeProvider time) : ISessionService
{
    public async Task<IReadOnlyList<SessionView>> ListAsync(Guid userId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await (
            from session in db.Sessions.AsNoTracking()
            join device in db.Devices on session.DeviceId equals device.Id
            where session.UserId == userId && session.RevokedAt == null && session.IdleExpiresAt > now && session.AbsoluteExpiresAt > now
            orderby session.CreatedAt descending
            select new SessionView(
                session.Id, session.DeviceId, session.Name, device.Name, device.Platform, session.Address, session.UserAgent, session.Acr,
                session.CreatedAt, session.LastSeenAt, session.IdleExpiresAt < session.AbsoluteExpiresAt ? session.IdleExpiresAt : session.AbsoluteExpiresAt))
            .ToListAsync(ct);
    }

    public async Task<bool> RenameAsync(Guid userId, Guid sessionId, string name, CancellationToken ct) =>
        await db.Sessions.Where(s => s.Id == sessionId && s.UserId == userId && s.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, name), ct) == 1;

    public Task<bool> RevokeAsync(Guid userId, Guid sessionId, Actor actor, CancellationToken ct) =>
        revoker.RevokeAsync(userId, sessionId, RevocationReasons.Revoked, actor, ct);

    public async Task<int> RevokeAllAsync(Guid userId, Guid? except, Actor actor, CancellationToken ct)
    {
        var staged = await revoker.StageAllAsync(userId, s => s.Id != except, RevocationReasons.Revoked, actor, ct);
        await db.SaveChangesAsync(ct);
        staged.Committed();
        return staged.Count;
    }
}
