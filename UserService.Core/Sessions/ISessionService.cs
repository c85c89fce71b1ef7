using UserService.Core.Audit;

namespace UserService.Core.Sessions;

/// <summary>A user's own sessions: seen, named, ended.</summary>
public interface ISessionService
{
    /// <summary>Live sessions, the newest first.</summary>
    Task<IReadOnlyList<SessionView>> ListAsync(Guid userId, CancellationToken ct);

    /// <summary>False where the user has no such session.</summary>
    Task<bool> RenameAsync(Guid userId, Guid sessionId, string name, CancellationToken ct);

    /// <summary>Ends one session on every host within a second; false where the user has no such live session.</summary>
    Task<bool> RevokeAsync(Guid userId, Guid sessionId, Actor actor, CancellationToken ct);

    /// <summary>Ends all sessions, but for <paramref name="except"/> where one is named; gives how many.</summary>
    Task<int> RevokeAllAsync(Guid userId, Guid? except, Actor actor, CancellationToken ct);
}

/// <summary>A session as its owner sees it.</summary>
/// <param name="Address">Network address that it was last used from.</param>
/// <param name="Acr">What was proven at its start: <c>aal1</c> to <c>aal3</c>.</param>
public sealed record SessionView(
    Guid Id, Guid DeviceId, string? Name, string? DeviceName, string? Platform, string? Address, string? UserAgent, string Acr,
    DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt);
