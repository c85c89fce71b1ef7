using UserService.Core.Audit;
using UserService.Core.Authentication.Tokens;

namespace UserService.Api.Http;

/// <summary>Who calls and from where; endpoints take it as a parameter.</summary>
/// <param name="Actor">For the audit trail.</param>
/// <param name="Token">None on endpoints that need no sign-in.</param>
internal sealed record Caller(Actor Actor, ValidatedToken? Token)
{
    /// <summary>The signed-in user; only on endpoints that require one.</summary>
    public Guid UserId => Token?.Subject.UserId ?? throw new InvalidOperationException("The endpoint does not require a signed-in user.");

    /// <summary>The session of the access token; only on endpoints that require one.</summary>
    public Guid SessionId => Token?.Subject.SessionId ?? throw new InvalidOperationException("The endpoint does not require a signed-in user.");

    public static ValueTask<Caller> BindAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var actor = Actor.Anonymous(
            address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString(), Printable(context.Request.Headers.UserAgent.ToString()));
        var token = context.Features.Get<ValidatedToken>();
        if (token?.Subject is { UserId: { } userId, SessionId: { } sessionId })
            actor = actor.As(userId, sessionId);
        return ValueTask.FromResult(new Caller(actor, token));
    }

    // Headers may carry any byte; what is stored and shown is text.
    private static string? Printable(string agent) => agent.Length == 0 ? null : string.Concat(agent.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(256));
}
