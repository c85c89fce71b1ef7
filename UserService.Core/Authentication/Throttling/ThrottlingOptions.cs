using UserService.Core.Configuration;

namespace UserService.Core.Authentication.Throttling;

/// <summary>Configuration section <c>Throttling</c>.</summary>
public sealed class ThrottlingOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Throttling";

    // NIST SP 800-63B-4, 3.2.2: no more than 100 consecutive failed attempts on one account.
    private const int MostConsecutiveFailures = 100;

    /// <summary>
    /// Attempts on one account from devices it does not know. Default: 5 free, then 1 s doubling to 15 min, from 100 consecutive failures (NIST SP 800-63B-4,
    /// 3.2.2) one attempt a day; forgotten after 30 days or with the first success.
    /// </summary>
    public ThrottleRule Account { get; } = new()
    {
        FreeFailures = 5,
        LongestDelay = TimeSpan.FromMinutes(15),
        ExhaustedAfter = MostConsecutiveFailures,
        ExhaustedDelay = TimeSpan.FromDays(1),
        ForgetAfter = TimeSpan.FromDays(30),
    };

    /// <summary>Attempts of one known device. Default: 10 free, else as <see cref="Account"/>.</summary>
    public ThrottleRule Device { get; } = new()
    {
        FreeFailures = 10,
        LongestDelay = TimeSpan.FromMinutes(15),
        ExhaustedAfter = MostConsecutiveFailures,
        ExhaustedDelay = TimeSpan.FromDays(1),
        ForgetAfter = TimeSpan.FromDays(30),
    };

    /// <summary>
    /// Attempts from one network address (IPv4) or /64 (IPv6) from devices nobody knows. Default: 100 free, since mobile carriers put thousands of customers
    /// behind one address, then 1 s doubling to 1 min; forgotten after 15 min.
    /// </summary>
    public ThrottleRule Address { get; } = new()
    {
        FreeFailures = 100,
        LongestDelay = TimeSpan.FromMinutes(1),
        ForgetAfter = TimeSpan.FromMinutes(15),
    };

    /// <summary>
    /// Base64 of at least 32 bytes, the same on every instance: keys the hashes that stand for accounts, addresses and devices. Without it they are
    /// plain SHA-256, which hides nothing from somebody who can read Redis and guess.
    /// </summary>
    [Example("$(openssl rand -base64 32)")]
    public string? IdentifierKey { get; set; }

    /// <summary>How long an attempt waits for Redis before the counters of this process are used. Default 150 ms.</summary>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long Redis is left alone after it failed. Default 2 s; one attempt then tries it again.</summary>
    public TimeSpan RedisPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Counters kept in this process while Redis is away. Default 100,000.</summary>
    public int LocalCounters { get; set; } = 100_000;
}
