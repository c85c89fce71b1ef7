namespace Aspire.RabbitMQ.Client;

/// <summary>The settings of the Aspire integration of that name, member for member; bound from the section of that name.</summary>
public sealed class RabbitMQClientSettings
{
    /// <summary>Where the broker is, as an amqp URI; <c>ConnectionStrings:{name}</c> wins over it.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How often connecting is tried again, from 1 s apart, doubling. Default: 5; 0: not at all.</summary>
    public int MaxConnectRetryCount { get; set; } = 5;

    /// <summary>Whether no health check is registered. Default: false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether publishing and delivery make no spans. Default: false.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the connection is made at its first use rather than when the host starts. Default: true.</summary>
    public bool DisableAutoActivation { get; set; } = true;
}
