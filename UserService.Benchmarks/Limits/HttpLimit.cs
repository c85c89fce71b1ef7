using System.Data;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace UserService.Benchmarks.Limits;

/// <summary>Bare Kestrel, and Kestrel with one prepared statement by key on the service's own tables: what an endpoint cannot beat.</summary>
internal static partial class HttpLimit
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, LimitJson.Default));
        if (builder.Configuration.GetConnectionString("userdb") is { } connection)
            builder.Services.AddSingleton(new NpgsqlDataSourceBuilder(connection) { ConnectionStringBuilder = { MaxAutoPrepare = 10, AutoPrepareMinUsages = 2 } }.Build());
        await using var app = builder.Build();
        app.MapGet("/json", () => new LimitUser(Guid.Empty, "ada@example.com", "Ada", "Obi", "Active"));
        app.MapGet("/select/{id:guid}", SelectAsync);
        app.MapPost("/update/{id:guid}", UpdateAsync);
        await app.RunAsync();
        return 0;
    }

    private static async Task<LimitUser?> SelectAsync([FromServices] NpgsqlDataSource database, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT id, email, first_name, last_name, status FROM users WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct);
        return await row.ReadAsync(ct) ? new LimitUser(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)) : null;
    }

    private static async Task<LimitUser?> UpdateAsync([FromServices] NpgsqlDataSource database, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("UPDATE users SET updated_at = updated_at WHERE id = $1 RETURNING id, email, first_name, last_name, status");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct);
        return await row.ReadAsync(ct) ? new LimitUser(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)) : null;
    }

    internal sealed record LimitUser(Guid Id, string Email, string FirstName, string LastName, string Status);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(LimitUser))]
    internal sealed partial class LimitJson : JsonSerializerContext;
}
