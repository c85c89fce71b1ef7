namespace UserService.Core.Audit;

/// <summary>Who acts, and from where. Made by the host from the request; services hand it on to the audit trail.</summary>
/// <param name="Type"><c>user</c>, <c>service</c>, <c>staff</c>, <c>system</c> or <c>anonymous</c>.</param>
/// <param name="Id">User id or client id; none for anonymous callers.</param>
/// <param name="Address">Network address in text form.</param>
/// <param name="UserAgent">The client's own description of itself; shown to the customer, never trusted.</param>
public sealed record Actor(string Type, string? Id, string? Address, string? UserAgent, Guid? SessionId)
{
    /// <summary>RFC 7638 thumbprint of the key that the caller has just proven to hold (DPoP): what is issued to it is bound to that key.</summary>
    public string? ProvenKey { get; init; }

    /// <summary>The service itself, in the background.</summary>
    public static readonly Actor System = new("system", null, null, null, null);

    public static Actor Anonymous(string? address, string? userAgent) => new("anonymous", null, address, userAgent, null);

    /// <summary>The same caller once it is known which account it speaks for.</summary>
    public Actor As(Guid userId, Guid? sessionId = null) => this with { Type = "user", Id = userId.ToString(), SessionId = sessionId ?? SessionId };
}
