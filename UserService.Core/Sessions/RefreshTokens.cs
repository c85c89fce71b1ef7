using Microsoft.EntityFrameworkCore;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Sessions;

/// <summary>Finds the session of a refresh token without using it up.</summary>
internal sealed class RefreshTokens(UserDbContext db, SystemKeys keys, TimeProvider time)
{
    /// <summary>Null where the text is no token of ours or its session has ended.</summary>
    public async Task<FoundRefreshToken?> FindAsync(string text, CancellationToken ct)
    {
        if (!RefreshToken.TryParse(text, await keys.GetAsync(ct), out var token))
            return null;
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == token.SessionId, ct);
        return session?.IsLive(time.GetUtcNow()) == true
            ? new FoundRefreshToken(session, session.RefreshHash.AsSpan().SequenceEqual(token.Hash()))
            : null;
    }
}

/// <summary>A live session, by one of its refresh tokens.</summary>
/// <param name="IsNewest">Whether the token can still be exchanged.</param>
internal sealed record FoundRefreshToken(Session Session, bool IsNewest);
