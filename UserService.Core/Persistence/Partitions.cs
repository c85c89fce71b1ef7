using Npgsql;

namespace UserService.Core.Persistence;

/// <summary>Makes the partitions of the tables that grow with time ahead of need. The functions live in the database beside the tables.</summary>
internal sealed class Partitions(NpgsqlDataSource database)
{
    public async Task EnsureAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT ensure_partitions()");
        await command.ExecuteNonQueryAsync(ct);
    }
}
