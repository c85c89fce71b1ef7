using System.Collections.Concurrent;
using UserService.Core.Authentication.Tokens;

namespace UserService.Core.Platform;

/// <summary>Tokens by which this service calls others: it signs them itself, and they check them with its published keys.</summary>
internal sealed class PlatformTokens(AccessTokenIssuer issuer, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (IssuedToken Token, DateTimeOffset RenewAt)> byAudience = new(StringComparer.Ordinal);

    public ValueTask<string> GetAsync(string audience, CancellationToken ct) =>
        byAudience.TryGetValue(audience, out var held) && time.GetUtcNow() < held.RenewAt ? ValueTask.FromResult(held.Token.Value) : RenewAsync(audience, ct);

    private async ValueTask<string> RenewAsync(string audience, CancellationToken ct)
    {
        var token = await issuer.IssueOwnAsync(audience, ct);

        // Well before its end: it has to be good there, by that service's clock, after the longest call.
        byAudience[audience] = (token, time.GetUtcNow() + (token.Lifetime / 2));
        return token.Value;
    }
}
