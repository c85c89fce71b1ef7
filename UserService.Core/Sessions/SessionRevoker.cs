using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Sessions;

/// <summary>Ends sessions: the row, the event, the audit entry and the word to other hosts in one unit of work.</summary>
internal sealed class SessionRevoker(UserDbContext db, SessionGate gate, TimeProvider time)
{
    /// <summary>Ends one session of a user; false where there is none to end.</summary>
    public async Task<bool> RevokeAsync(Guid userId, Guid sessionId, string reason, Actor actor, CancellationToken ct)
    {
        var staged = await StageAllAsync(userId, s => s.Id == sessionId, reason, actor, ct);
        if (staged.Count == 0)
            return false;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // ended by somebody else a moment ago, who has told everybody
        }

        staged.Committed();
        return true;
    }

    /// <summary>Adds the end of a user's sessions to a unit of work that the caller saves, and then confirms.</summary>
    public async Task<StagedRevocations> StageAllAsync(
        Guid userId, Expression<Func<Session, bool>> which, string reason, Actor actor, CancellationToken ct)
    {
        var sessions = await db.Sessions.Where(s => s.UserId == userId && s.RevokedAt == null).Where(which).ToListAsync(ct);
        foreach (var session in sessions)
            Stage(session, reason, actor);
        return new StagedRevocations(gate, [.. sessions.Select(s => s.Id)]);
    }

    private void Stage(Session session, string reason, Actor actor)
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

/// <summary>Sessions whose end is in a unit of work.</summary>
internal sealed class StagedRevocations(SessionGate gate, IReadOnlyList<Guid> sessions)
{
    public static StagedRevocations None { get; } = new(null!, []);

    public int Count => sessions.Count;

    /// <summary>The unit of work is saved: this host need not wait to hear of it.</summary>
    public void Committed()
    {
        foreach (var session in sessions)
            gate.Ended(session);
    }
}
