using Npgsql;
using UserService.Core.Protection;

namespace UserService.Core.Partners;

/// <summary>
/// Asks partners a question that costs money: each partner at most once, whoever asks how often from how many hosts. The call is recorded and
/// committed before it is made; the unique index on question and partner lets one caller through, and the others read her answer.
/// </summary>
internal sealed class PaidCalls(NpgsqlDataSource database, UserKeys keys, BlindIndexes indexes, TimeProvider time)
{
    private const string Column = "partner_calls.answer";

    // Longer than any partner's TotalTimeout (at most 2 minutes): a call that is still not answered then was cut off.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>Asks the sources in order until one answers. Answers are remembered, so asking again costs nothing.</summary>
    public async Task<PaidResult> AskAsync(PaidQuestion question, IReadOnlyList<PaidSource> sources, CancellationToken ct)
    {
        var hash = await indexes.ComputeAsync("question", $"{question.UserId:N}\n{question.Operation}\n{question.Text}", ct);
        var mayHaveAsked = false;
        foreach (var source in sources)
        {
            switch (await AskOneAsync(question, hash, source, ct))
            {
                case PaidResult.Answered answered:
                    return answered;
                case PaidResult.BeingAsked beingAsked:
                    return beingAsked;
                case PaidResult.NotAnswered(var asked):
                    mayHaveAsked |= asked;
                    break;
            }
        }

        return new PaidResult.NotAnswered(mayHaveAsked);
    }

    private async Task<PaidResult> AskOneAsync(PaidQuestion question, byte[] hash, PaidSource source, CancellationToken ct)
    {
        if (await ClaimAsync(question, hash, source.Name, ct) is not { } id)
            return await ReadAsync(question.UserId, hash, source.Name, ct);
        PaidAnswer answer;
        try
        {
            answer = await source.AskAsync(ct);
        }
        catch
        {
            await CompleteAsync(id, PartnerCallState.Unknown, source.Cost, null); // whatever it was, the call may have been made
            throw;
        }

        // What was paid for is recorded even while the host stops.
        switch (answer)
        {
            case PaidAnswer.Given(var json):
                await CompleteAsync(id, PartnerCallState.Answered, source.Cost, (await keys.GetAsync(question.UserId, CancellationToken.None)).Protect(json, Column));
                return new PaidResult.Answered(source.Name, json);
            case PaidAnswer.NotMade:
                await CompleteAsync(id, PartnerCallState.NotMade, 0, null);
                return new PaidResult.NotAnswered(MayHaveAsked: false);
            default:
                await CompleteAsync(id, PartnerCallState.Unknown, source.Cost, null);
                return new PaidResult.NotAnswered(MayHaveAsked: true);
        }
    }

    private async Task<Guid?> ClaimAsync(PaidQuestion question, byte[] hash, string provider, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            INSERT INTO partner_calls (id, user_id, question, provider, operation, state, cost_minor, asked_at) VALUES ($1, $2, $3, $4, $5, 'Asking', 0, $6)
            ON CONFLICT (question, provider) WHERE state <> 'NotMade' DO NOTHING RETURNING id
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(now) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = question.UserId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = question.Operation });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    private async Task<PaidResult> ReadAsync(Guid userId, byte[] hash, string provider, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT state, answer_protected, asked_at FROM partner_calls WHERE question = $1 AND provider = $2 AND state <> 'NotMade'");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return new PaidResult.BeingAsked(); // not made after all, a moment ago
        if (row.GetString(0) == nameof(PartnerCallState.Answered))
            return new PaidResult.Answered(provider, (await keys.GetAsync(userId, ct)).Reveal(row.GetFieldValue<byte[]>(1), Column));
        return row.GetString(0) == nameof(PartnerCallState.Asking) && time.GetUtcNow() - row.GetFieldValue<DateTimeOffset>(2) < Lease
            ? new PaidResult.BeingAsked()
            : new PaidResult.NotAnswered(MayHaveAsked: true);
    }

    private async Task CompleteAsync(Guid id, PartnerCallState state, long cost, byte[]? answer)
    {
        await using var command = database.CreateCommand("UPDATE partner_calls SET state = $2, cost_minor = $3, answer_protected = $4, answered_at = $5 WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = state.ToString() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = cost });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)answer ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}

/// <summary>A question that costs money.</summary>
/// <param name="Text">All that makes it this question and no other, in normal form. Hashed, never kept.</param>
internal sealed record PaidQuestion(Guid UserId, string Operation, string Text)
{
    public override string ToString() => $"[question of {UserId}: {Operation}]";
}

/// <summary>Somebody who may be asked.</summary>
/// <param name="Cost">Of one call, in minor units of NGN.</param>
internal sealed record PaidSource(string Name, long Cost, Func<CancellationToken, Task<PaidAnswer>> AskAsync);

/// <summary>What a source says.</summary>
internal abstract record PaidAnswer
{
    /// <summary>An answer, as JSON.</summary>
    public sealed record Given(string Json) : PaidAnswer
    {
        public override string ToString() => "[answer]";
    }

    /// <summary>Surely not asked.</summary>
    public sealed record NotMade : PaidAnswer;

    /// <summary>Perhaps asked.</summary>
    public sealed record Unknown : PaidAnswer;
}

/// <summary>How asking ended.</summary>
internal abstract record PaidResult
{
    /// <summary>The answer, new or remembered.</summary>
    public sealed record Answered(string Provider, string Json) : PaidResult
    {
        public override string ToString() => $"[answer of {Provider}]";
    }

    /// <summary>Another caller is asking it at this moment: look again soon.</summary>
    public sealed record BeingAsked : PaidResult;

    /// <summary>Nobody answered.</summary>
    /// <param name="MayHaveAsked">Whether somebody may have been asked, who is not asked again.</param>
    public sealed record NotAnswered(bool MayHaveAsked) : PaidResult;
}
