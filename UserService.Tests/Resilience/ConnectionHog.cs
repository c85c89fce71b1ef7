using Npgsql;

namespace UserService.Tests.Resilience;

/// <summary>Takes every connection that PostgreSQL has, those of the hosts as well.</summary>
internal sealed class ConnectionHog(string connectionString) : IAsyncDisposable
{
    private const int AtOnce = 30;
    private readonly string unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "hog" }.ConnectionString;
    private readonly List<NpgsqlConnection> taken = [];

    public async Task TakeAllAsync()
    {
        await FillAsync();
        await using (var end = new NpgsqlCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'user-service'", taken[0]))
            await end.ExecuteScalarAsync();
        await FillAsync();
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(taken.Select(c => c.DisposeAsync().AsTask()));

    private async Task FillAsync()
    {
        while (true)
        {
            var opened = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => OpenAsync()));
            taken.AddRange(opened.OfType<NpgsqlConnection>());
            if (Array.Exists(opened, static one => one is null))
                return;
        }
    }

    private async Task<NpgsqlConnection?> OpenAsync()
    {
        var connection = new NpgsqlConnection(unpooled);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch (NpgsqlException)
        {
            await connection.DisposeAsync();
            return null; // none is left
        }
    }
}
