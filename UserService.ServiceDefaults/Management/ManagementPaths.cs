using Microsoft.AspNetCore.Http;

namespace UserService.ServiceDefaults.Management;

/// <summary>The paths that machines poll. They make no spans and no request metrics.</summary>
internal static class ManagementPaths
{
    public const string Live = "/healthz/live";
    public const string Ready = "/healthz/ready";
    public const string Metrics = "/metrics";

    public static bool Contains(PathString path) =>
        path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase) || IsMetrics(path);

    public static bool IsMetrics(PathString path) => path.StartsWithSegments(Metrics, StringComparison.OrdinalIgnoreCase);
}
