using RabbitMQ.Client;

namespace UserService.Core.Messaging;

/// <summary>One connection to the broker per process, made when it is first needed and again when it is gone.</summary>
internal sealed class BrokerConnection(IConnectionFactory factory) : IAsyncDisposable
{
    private readonly SemaphoreSlim connecting = new(1, 1);
    private IConnection? connection;

    public async Task<IConnection> GetAsync(CancellationToken ct)
    {
        if (connection is { IsOpen: true } open)
            return open;
        await connecting.WaitAsync(ct);
        try
        {
            if (connection is { IsOpen: true } already)
                return already;
            if (connection is not null)
                await connection.DisposeAsync();
            return connection = await factory.CreateConnectionAsync("user-service", ct);
        }
        finally
        {
            connecting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        connecting.Dispose();
    }
}
