namespace UserService.DevHost;

/// <summary>A host and where it can be reached.</summary>
internal sealed record RunningHost(HostProcess Process, string? Url, int ManagementPort)
{
    public Uri Management => new($"http://localhost:{ManagementPort}");

    public Uri Ready => new(Management, "/healthz/ready");
}
