using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UserService.Core.Platform;

/// <summary>Asks the service's own health service. Its absence degrades this one and never takes it out of rotation.</summary>
internal sealed class PlatformHealthCheck(PlatformConnection connection) : IHealthCheck
{
    // Less than what the readiness probe gives a check.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (connection.IsLeftAlone)
            return new HealthCheckResult(context.Registration.FailureStatus, "Left alone after failures.");
        try
        {
            var answer = await new Health.HealthClient(connection.Invoker).CheckAsync(
                new HealthCheckRequest(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Patience, cancellationToken: cancellationToken);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving
                ? HealthCheckResult.Healthy()
                : new HealthCheckResult(context.Registration.FailureStatus, "Not serving.");
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unimplemented or StatusCode.NotFound or StatusCode.Unauthenticated or StatusCode.PermissionDenied)
        {
            return HealthCheckResult.Healthy(); // it answers, and says nothing of its health
        }
        catch (RpcException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.StatusCode.ToString());
        }
    }
}
