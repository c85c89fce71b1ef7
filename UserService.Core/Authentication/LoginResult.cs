using UserService.Core.Errors;

namespace UserService.Core.Authentication;

/// <summary>How a step of signing in ended.</summary>
public abstract record LoginResult
{
    public sealed record Authenticated(SessionGrant Session) : LoginResult;

    /// <summary>The password was right; a second factor is needed.</summary>
    /// <param name="Methods">What may be used, best first: <c>email</c> and others as they are enrolled.</param>
    public sealed record MfaRequired(Guid ChallengeId, IReadOnlyList<string> Methods, DateTimeOffset ExpiresAt) : LoginResult;

    public sealed record Failed(Error Error) : LoginResult;
}

/// <summary>How a refresh ended.</summary>
public abstract record RefreshResult
{
    public sealed record Refreshed(SessionGrant Session) : RefreshResult;

    public sealed record Failed(Error Error) : RefreshResult;
}
