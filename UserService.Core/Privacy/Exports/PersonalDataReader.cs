using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using UserService.Core.Protection;

namespace UserService.Core.Privacy.Exports;

/// <summary>Reads what is kept of a customer, decrypted, as the map says; all of it as of one moment.</summary>
internal sealed class PersonalDataReader(NpgsqlDataSource database, UserKeys keys, PersonalDataMap map)
{
    /// <summary>By table; tables without rows of hers are left out.</summary>
    public async Task<JsonObject> ReadAsync(Guid userId, CancellationToken ct)
    {
        var key = await keys.GetAsync(userId, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var all = new JsonObject();
        foreach (var (table, rule) in map.Tables.Where(t => t.Value.IsExported))
        {
            if (await ReadTableAsync(connection, table, rule, userId, key, ct) is { Count: > 0 } rows)
                all[table] = rows;
        }

        return all;
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Tables and columns come from the map, which is part of the program.")]
    private static async Task<JsonArray> ReadTableAsync(NpgsqlConnection connection, string table, TableRule rule, Guid userId, UserKey key, CancellationToken ct)
    {
        var columns = rule.Columns.Where(c => !c.Value.StartsWith("withhold:", StringComparison.Ordinal)).ToList();
        await using var command = new NpgsqlCommand($"SELECT {string.Join(", ", columns.Select(c => $"\"{c.Key}\""))} FROM {table} WHERE {rule.Owner} ORDER BY 1", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new JsonArray();
        while (await reader.ReadAsync(ct))
        {
            var row = new JsonObject();
            for (var i = 0; i < columns.Count; i++)
                row[columns[i].Key.Replace("_protected", "", StringComparison.Ordinal)] = await reader.IsDBNullAsync(i, ct) ? null : Value(reader.GetValue(i), columns[i].Value, key);
            rows.Add(row);
        }

        return rows;
    }

    private static JsonNode? Value(object value, string treatment, UserKey key) => treatment.Split(": ") switch
    {
        ["reveal", var column] => JsonValue.Create(key.Reveal((byte[])value, column)),
        ["revealJson", var column] => JsonNode.Parse(key.RevealBytes((byte[])value, column)),
        ["revealEither", var column] => Either(key.RevealBytes((byte[])value, column)),
        ["show"] => Plain(value),
        _ => throw new InvalidOperationException($"personal-data.json: {treatment} is no treatment of a column."),
    };

    // Of some partners a record is kept, of others a name.
    private static JsonNode? Either(byte[] text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(Encoding.UTF8.GetString(text));
        }
    }

    private static JsonNode? Plain(object value) => value switch
    {
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        Guid id => JsonValue.Create(id),
        DateTime at => JsonValue.Create(new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc))),
        DateOnly day => JsonValue.Create(day.ToString("O", CultureInfo.InvariantCulture)),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        Array list => new JsonArray([.. list.Cast<object>().Select(Plain)]),
        short or int or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        decimal number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };
}
