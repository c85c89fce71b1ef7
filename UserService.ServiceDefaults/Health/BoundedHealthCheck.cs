using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UserService.ServiceDefaults.Health;

/// <summary>
/// Answers within <see cref="DependencyHealth.Limit"/> even where the check blocks its thread (a client that connects while it
/// is constructed) or ignores cancellation. The check has a scope of its own: left behind, it must not hold a context that has
/// gone back to the pool.
/// </summary>
internal sealed class BoundedHealthCheck(Func<IServiceProvider, IHealthCheck> make, IServiceScopeFactory scopes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(DependencyHealth.Limit);
        var token = stop.Token;
        try
        {
            return await Task.Run(() => RunAsync(context, token), token).WaitAsync(token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "No answer in time.");
        }
    }

    private async Task<HealthCheckResult> RunAsync(HealthCheckContext context, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await make(scope.ServiceProvider).CheckHealthAsync(context, ct);
        }
        catch (Exception exception)
        {
            // Returned rather than thrown: nobody may be waiting any more to observe it.
            return new HealthCheckResult(context.Registration.FailureStatus, "Failed.", exception);
        }
    }
}
