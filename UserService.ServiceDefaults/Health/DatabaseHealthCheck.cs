using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UserService.ServiceDefaults.Health;

/// <summary>
/// Opens a connection outside the pool, so that a pool that is merely busy does not take a loaded host out of rotation.
/// </summary>
internal sealed class DatabaseHealthCheck(DbContext context) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext healthContext, CancellationToken cancellationToken) =>
        await context.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(healthContext.Registration.FailureStatus, "Cannot connect.");
}
