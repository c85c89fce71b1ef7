using Npgsql;

namespace UserService.Tests.Fixtures;

/// <summary>A change that somebody else has made and not committed yet: whoever needs the same row waits.</summary>
public sealed class OpenChange : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private OpenChange(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<OpenChange> BeginAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand($"BEGIN; {statement}", connection);
        await command.ExecuteNonQueryAsync();
        return new OpenChange(connection);
    }

    /// <summary>Ends when somebody waits for this change, or <paramref name="done"/> has not needed to.</summary>
    public async Task UntilAwaitedAsync(Task done)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var command = new NpgsqlCommand("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))", connection);
        while ((long)(await command.ExecuteScalarAsync(patience.Token))! == 0 && !done.IsCompleted)
        {
            // it is on its way
        }
    }

    public async Task CommitAsync()
    {
        await using var command = new NpgsqlCommand("COMMIT", connection);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
