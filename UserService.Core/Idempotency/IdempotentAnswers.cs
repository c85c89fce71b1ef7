using System.Text.Json;
using Npgsql;
using UserService.Core.Protection;

namespace UserService.Core.Idempotency;

/// <inheritdoc cref="IIdempotentAnswers"/>
/// <remarks>In PostgreSQL rather than Redis: what Redis forgets would be done twice.</remarks>
internal sealed class IdempotentAnswers(NpgsqlDataSource database, SystemKeys keys, TimeProvider time) : IIdempotentAnswers
{
    private const string Purpose = "idempotent-answer";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    // Longer than any request lives: hosts give up on one after 30 s.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public async Task<IdempotencyStart> BeginAsync(byte[] scope, byte[] request, CancellationToken ct)
    {
        var now = time.GetUtcNow();

        // The row is taken where there is none, where it is past its life, and where its host died before it answered.
        await using var take = database.CreateCommand(
            """
            INSERT INTO idempotency_keys AS k (scope, request, created_at, leased_until) VALUES ($1, $2, $3, $4)
            ON CONFLICT (scope) DO UPDATE SET request = EXCLUDED.request, created_at = EXCLUDED.created_at, leased_until = EXCLUDED.leased_until, answer_protected = NULL
            WHERE k.created_at < $5 OR (k.answer_protected IS NULL AND k.leased_until < $3 AND k.request = EXCLUDED.request)
            """);
        take.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = scope });
        take.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = request });
        take.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        take.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + Lease });
        take.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - Lifetime });
        if (await take.ExecuteNonQueryAsync(ct) == 1)
            return new IdempotencyStart.First();
        await using var read = database.CreateCommand("SELECT request, answer_protected FROM idempotency_keys WHERE scope = $1");
        read.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = scope });
        await using var row = await read.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return new IdempotencyStart.InFlight(); // given back between the two statements: the caller's next try begins
        if (!row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(request))
            return new IdempotencyStart.Reused();
        if (await row.IsDBNullAsync(1, ct))
            return new IdempotencyStart.InFlight();
        var answer = (await keys.GetAsync(ct)).Unprotect(row.GetFieldValue<byte[]>(1), Purpose, Owner(scope));
        return new IdempotencyStart.Answered(JsonSerializer.Deserialize(answer, IdempotencyJson.Default.IdempotentAnswer)!);
    }

    public async Task CompleteAsync(byte[] scope, IdempotentAnswer answer, CancellationToken ct)
    {
        var envelope = (await keys.GetAsync(ct)).Protect(JsonSerializer.SerializeToUtf8Bytes(answer, IdempotencyJson.Default.IdempotentAnswer), Purpose, Owner(scope));
        await using var command = database.CreateCommand("UPDATE idempotency_keys SET answer_protected = $2 WHERE scope = $1");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = scope });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = envelope });
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task AbandonAsync(byte[] scope, CancellationToken ct)
    {
        await using var command = database.CreateCommand("DELETE FROM idempotency_keys WHERE scope = $1 AND answer_protected IS NULL");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = scope });
        await command.ExecuteNonQueryAsync(ct);
    }

    // What an answer is bound to: the first half of its key's digest.
    private static Guid Owner(byte[] scope) => new(scope.AsSpan(0, 16));
}

[System.Text.Json.Serialization.JsonSerializable(typeof(IdempotentAnswer))]
internal sealed partial class IdempotencyJson : System.Text.Json.Serialization.JsonSerializerContext;
