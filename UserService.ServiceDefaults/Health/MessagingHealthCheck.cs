using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace UserService.ServiceDefaults.Health;

/// <summary>
/// Opens a channel, which takes the broker's answer, on a connection of its own. It does not ask the container for an
/// <see cref="IConnection"/>: that one connects while it is constructed, and retries for half a minute before it gives up.
/// </summary>
internal sealed class MessagingHealthCheck(IServiceProvider services) : IHealthCheck, IAsyncDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private IConnection? _connection;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            _connection ??= await services.GetRequiredService<IConnectionFactory>().CreateConnectionAsync("health", cancellationToken);
            await using var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
            await channel.CloseAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch
        {
            // A fresh connection next time. Nobody waits for this one to say goodbye to a broker that may be hanging.
            _ = AbandonAsync(Interlocked.Exchange(ref _connection, null));
            throw;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await AbandonAsync(Interlocked.Exchange(ref _connection, null));
        _oneAtATime.Dispose();
    }

    private static async Task AbandonAsync(IConnection? connection)
    {
        if (connection is null)
            return;
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception)
        {
            // It was unusable already, which is why it is thrown away.
        }
    }
}
