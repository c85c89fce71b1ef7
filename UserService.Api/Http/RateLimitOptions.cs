using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace UserService.Api.Http;

/// <summary>General rate limits. Section <c>RateLimits</c>. They keep the service usable; guessing at secrets has its own, slower counters (<c>Throttling</c>).</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>False switches all of them off, for load tests. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Endpoints without sign-in, per address. Default 300 a minute: mobile carriers put thousands of customers behind one address.</summary>
    [ValidateObjectMembers]
    public GroupLimit Auth { get; set; } = new() { Limit = 300 };

    /// <summary>Refreshing, per address. Default 3000 a minute: every customer behind an address does it each five minutes.</summary>
    [ValidateObjectMembers]
    public GroupLimit Refresh { get; set; } = new() { Limit = 3000 };

    /// <summary><c>/oauth</c>, per address. Default 3000 a minute: services introspect often, and many pods may share an address.</summary>
    [ValidateObjectMembers]
    public GroupLimit OAuth { get; set; } = new() { Limit = 3000 };

    /// <summary>Endpoints with sign-in, per user. Default 600 a minute.</summary>
    [ValidateObjectMembers]
    public GroupLimit User { get; set; } = new() { Limit = 600 };
}

/// <summary>So many requests in any span of a window.</summary>
internal sealed class GroupLimit
{
    /// <summary>Requests within the window.</summary>
    [Range(1, 10_000_000)]
    public int Limit { get; set; }

    /// <summary>Default one minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;

/// <summary>Groups of endpoints that share a limit.</summary>
internal enum LimitGroup
{
    Auth,
    Refresh,
    OAuth,
    User,
}

/// <summary>Puts an endpoint into another group than the one it would be in.</summary>
internal sealed record LimitedAs(LimitGroup Group);
