using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace UserService.ServiceDefaults.Health;

internal sealed class CacheHealthCheck(IConnectionMultiplexer connection) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        // Asked first: a command on a lost connection would queue for the whole command timeout.
        if (!connection.IsConnected)
            return new HealthCheckResult(context.Registration.FailureStatus, "Not connected.");

        await connection.GetDatabase().PingAsync().WaitAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
