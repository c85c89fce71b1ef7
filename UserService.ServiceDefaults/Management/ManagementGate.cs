using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace UserService.ServiceDefaults.Management;

/// <summary>
/// Keeps the two listeners apart: no metrics for the public, no API on the port that is open to the cluster. It judges by the
/// local port of the connection, which no header can forge.
/// </summary>
internal sealed class ManagementGate(int? managementPort) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (managementPort is { } port)
            app.Use((context, following) => IsAllowed(context, port) ? following(context) : NotFound(context));
        next(app);
    };

    private static bool IsAllowed(HttpContext context, int port)
    {
        var path = context.Request.Path;
        return context.Connection.LocalPort == port ? ManagementPaths.Contains(path) : !ManagementPaths.IsMetrics(path);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
