using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UserService.ServiceDefaults.Health;

/// <summary>Runs the checks once for everybody who asks at the same time, and reuses the answer for <see cref="DependencyHealth.KeepFor"/>.</summary>
internal sealed class ReadinessProbe(HealthCheckService checks, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task<HealthReport>? _last;
    private long _startedAt;

    public Task<HealthReport> ReadAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_last is null || (_last.IsCompleted && time.GetElapsedTime(_startedAt) >= DependencyHealth.KeepFor))
            {
                _startedAt = time.GetTimestamp();
                // Not the first caller's token: others wait for the same answer.
                _last = checks.CheckHealthAsync(CancellationToken.None);
            }

            return _last.WaitAsync(ct);
        }
    }
}
