using Microsoft.AspNetCore.Builder;

namespace UserService.Tests.Fixtures;

/// <summary>How a stack differs from the usual one.</summary>
public sealed record StackOptions
{
    public string Environment { get; init; } = "Development";

    /// <summary>Configuration of both hosts, on top of what every stack has.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>False for tests that start Workers themselves.</summary>
    public bool WithWorker { get; init; } = true;

    /// <summary>An amqp:// URL; the shared broker where it is null.</summary>
    public string? RabbitMq { get; init; }

    /// <summary>The last word on each host's services.</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }
}
