namespace Aspire.StackExchange.Redis;

/// <summary>The settings of the Aspire integration of that name, member for member; bound from the section of that name.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>Where the server is, in StackExchange.Redis's form; <c>ConnectionStrings:{name}</c> wins over it.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether no health check is registered. Default: false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether commands make no spans. Default: false.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the connection is made at its first use rather than when the host starts. Default: true.</summary>
    public bool DisableAutoActivation { get; set; } = true;
}
