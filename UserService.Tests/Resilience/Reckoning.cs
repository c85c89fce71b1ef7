using Npgsql;

namespace UserService.Tests.Resilience;

/// <summary>Holds a <see cref="Ledger"/> against the database and the queue.</summary>
internal sealed class Reckoning(NpgsqlDataSource database, SeenEvents seen)
{
    private const string TakenOnce =
        """
        SELECT count(*) FROM unnest($1) AS u(id)
        WHERE (SELECT count(*) FROM kyc_restrictions r WHERE r.user_id = u.id) = 1
          AND (SELECT count(*) FROM audit_entries a WHERE a.subject_id = u.id AND a.action = 'kyc.restriction_imposed') = 1
        """;

    /// <summary>What the outbox and the inbox have after the load has ended; what is missing then is lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<RoundResult> ReckonAsync(string fault, Ledger ledger, TimeSpan back)
    {
        var users = await IdsAsync("SELECT id FROM users WHERE email = ANY($1)", ledger.Registered.ToArray());
        var (signedIn, revoked) = (ledger.SignedIn.Select(s => s.SessionId).ToArray(), ledger.Revoked.Select(s => s.SessionId).ToArray());
        var sessions = await IdsAsync("SELECT id FROM sessions WHERE id = ANY($1)", signedIn);
        var ended = await IdsAsync("SELECT id FROM sessions WHERE id = ANY($1) AND revoked_at IS NOT NULL", revoked);

        var published = ledger.Published.Select(p => p.UserId).ToArray();
        List<string> expected = [.. users.Select(SeenEvents.Registered), .. signedIn.Select(SeenEvents.SignedIn), .. revoked.Select(SeenEvents.Revoked)];
        await UntilAsync(async () => await CountAsync("SELECT count(*) FROM outbox_messages WHERE sent_at IS NULL") == 0);
        await UntilAsync(async () => await CountAsync(TakenOnce, published) == published.Length);
        await UntilAsync(() =>
        {
            seen.Update();
            return Task.FromResult(expected.TrueForAll(about => seen[about].Count > 0));
        });

        // The same event twice is a copy; two events of one act would be a second effect.
        return new RoundResult(fault)
        {
            Acknowledged = ledger.Acknowledged,
            Found = users.Count + sessions.Count + ended.Count,
            EventsMissing = expected.Count(about => seen[about].Distinct().Count() != 1),
            Copies = expected.Sum(about => seen[about].Count - seen[about].Distinct().Count()),
            Published = published.Length,
            TakenOnce = (int)await CountAsync(TakenOnce, published),
            Refused = ledger.Refused,
            Broken = ledger.Broken,
            Wrong = ledger.Wrong,
            BackAfter = back,
            SignInP99 = ledger.SignInTimes.Order().ElementAtOrDefault((int)(ledger.SignInTimes.Count * 0.99)),
        };
    }

    private async Task<List<Guid>> IdsAsync(string sql, object keys)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = keys });
        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await rows.ReadAsync())
            ids.Add(rows.GetGuid(0));
        return ids;
    }

    private async Task<long> CountAsync(string sql, object? keys = null)
    {
        await using var command = database.CreateCommand(sql);
        if (keys is not null)
            command.Parameters.Add(new NpgsqlParameter { Value = keys });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // What does not come in time is left to the result, which says what is missing.
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition() && !patience.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
    }
}
