namespace UserService.Core.Authentication.Throttling;

/// <summary>So many requests in any span of a window.</summary>
/// <param name="Name">Name of the policy in headers and keys: letters, digits and hyphens.</param>
/// <param name="Limit">Requests, at least 1.</param>
/// <param name="Window">At least one second.</param>
public sealed record RateLimitRule(string Name, int Limit, TimeSpan Window);
