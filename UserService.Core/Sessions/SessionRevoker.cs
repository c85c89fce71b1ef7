using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Sessions;

/// <summary>Ends sessions: the row, the event, the audit entry and the word to other hosts in one unit of work.</summary>
internal sealed class SessionRevoker(UserDbContext db, SessionGate gate, TimeProvider time)
{
    /// <summary>Ends one session of a user; ending it again does nothing.</summary>
    public async Task RevokeAsync(Guid userId, Guid sessionId, string reason, Actor actor, CancellationToken ct)
    {
        var session = await db.Sessions.SingleOrDefaultAsync(s => s.Id == sessionId && s.UserId == userId && s.RevokedAt == null, ct);
        if (session is null)
            return;
        Revoke(session, reason, actor);
        await db.SaveChangesAsync(ct);
        gate.Ended(sessionId);
    }

    private void Revoke(Session session, string reason, Actor actor)
    {
        var now = time.GetUtcNow();
        session.Revoke(reason, now);
        db.AuditEntries.Add(AuditEntry.Of(
            reason == RevocationReasons.RefreshTokenReused ? AuditActions.RefreshTokenReused : AuditActions.SessionRevoked,
            session.UserId, actor with { SessionId = session.Id }, reason, now));
        db.Raise(new SessionRevoked(session.UserId, session.Id, reason), now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.Session, session.Id));
    }
}
