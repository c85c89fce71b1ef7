using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using UserService.Core.Authentication.Throttling;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>
/// Holds callers to the general limits and tells them where they stand (draft-ietf-httpapi-ratelimit-headers-10). Every endpoint under
/// <c>/v1</c> is in a group, so a new one cannot be forgotten: with sign-in it counts per user, without per address.
/// </summary>
internal sealed class RequestLimits
{
    private static readonly Counter<long> Refused = new Meter("UserService.RateLimits").CreateCounter<long>("user_service.rate_limit.refused", "{request}", "Requests over a limit, by limit");

    public static readonly Error Limited = new("rate_limited", ErrorKind.Throttled, "Too many requests; wait before sending more.");

    private readonly bool enabled;
    private readonly RateLimiter exact;
    private readonly Rule auth;
    private readonly Rule refresh;
    private readonly Rule oauth;
    private readonly Rule user;

    public RequestLimits(IOptions<RateLimitOptions> options, RateLimiter exact, TimeProvider time)
    {
        var limits = options.Value;
        (enabled, this.exact) = (limits.Enabled, exact);

        // Signing in hashes a password: one round trip more does not show. The others are hot paths and count in slices.
        auth = Rule.Of("auth", limits.Auth, null);
        refresh = Rule.Of("refresh", limits.Refresh, rule => new SlicedRateLimiter(exact, rule, time));
        oauth = Rule.Of("oauth", limits.OAuth, rule => new SlicedRateLimiter(exact, rule, time));
        user = Rule.Of("user", limits.User, rule => new SlicedRateLimiter(exact, rule, time));
    }

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!enabled || RuleOf(context) is not { } rule)
            return next(context);

        // A token that is not good leaves nobody to count: the address stands in.
        var caller = rule == user ? context.Features.Get<ValidatedToken>()?.Subject.UserId?.ToString("N") : null;
        if (rule == user && caller is null)
            rule = auth;
        caller ??= RateLimiter.CallerOf(context.Connection.RemoteIpAddress);
        var taken = rule.Sliced?.TakeAsync(caller, context.RequestAborted) ?? exact.TakeAsync(rule.Definition, caller, context.RequestAborted);
        return taken.IsCompletedSuccessfully ? Answer(context, next, rule, taken.GetAwaiter().GetResult()) : AwaitAsync(context, next, rule, taken);
    }

    private static async Task AwaitAsync(HttpContext context, RequestDelegate next, Rule rule, ValueTask<RateLimitOutcome> taken) =>
        await Answer(context, next, rule, await taken);

    private static Task Answer(HttpContext context, RequestDelegate next, Rule rule, RateLimitOutcome outcome)
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = rule.Policy;
        headers["RateLimit"] = outcome.ToRateLimitHeader();
        if (outcome.IsAllowed)
            return next(context);
        Refused.Add(1, new KeyValuePair<string, object?>("limit", rule.Definition.Name));
        return Problems.WriteAsync(context, Limited with { RetryAfter = TimeSpan.FromSeconds(outcome.RetryAfterSeconds) });
    }

    /// <summary>Where an endpoint counts; none where it is not limited.</summary>
    public static LimitGroup? GroupOf(EndpointMetadataCollection metadata, PathString path)
    {
        if (metadata.GetMetadata<LimitedAs>() is { } named)
            return named.Group;
        if (metadata.GetMetadata<IAuthorizeData>() is not null)
            return LimitGroup.User;
        return path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase) ? LimitGroup.Auth : null;
    }

    private Rule? RuleOf(HttpContext context) => context.GetEndpoint() is not { } endpoint ? null : GroupOf(endpoint.Metadata, context.Request.Path) switch
    {
        LimitGroup.Auth => auth,
        LimitGroup.Refresh => refresh,
        LimitGroup.OAuth => oauth,
        LimitGroup.User => user,
        _ => null,
    };

    private sealed record Rule(RateLimitRule Definition, SlicedRateLimiter? Sliced, string Policy)
    {
        public static Rule Of(string name, GroupLimit limit, Func<RateLimitRule, SlicedRateLimiter>? slice)
        {
            var rule = new RateLimitRule(name, limit.Limit, limit.Window);
            return new Rule(rule, slice?.Invoke(rule), new RateLimitOutcome(rule, true, 0, TimeSpan.Zero).ToPolicyHeader());
        }
    }
}
