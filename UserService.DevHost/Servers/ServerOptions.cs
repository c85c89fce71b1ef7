namespace UserService.DevHost.Servers;

/// <summary>Where a private server keeps its data and how it is started.</summary>
/// <param name="Folder">Folder of this one server: data, password, port and log. Created where missing; kept when the server stops.</param>
/// <param name="Port">A fixed TCP port; null takes the port of the last start where it is still free, else another free one.</param>
/// <param name="Durable">False gives up what protects data against a crash of the MACHINE (fsync), for tests that throw the data away.</param>
public sealed record ServerOptions(string Folder, int? Port = null, bool Durable = true)
{
    /// <summary>How long a start may take before it counts as failed. Default 60 s: RabbitMQ needs about 7 s on two idle cores, much more on a busy CI machine.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a graceful stop may take before the process is killed. Default 20 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
