using System.Collections.Concurrent;
using Npgsql;
using UserService.Core.Persistence;

namespace UserService.Tests.Unit.Persistence;

public sealed class GatheredStatementsTests
{
    private readonly ConcurrentDictionary<Guid, string> stored = new();
    private readonly ConcurrentBag<int> sizes = [];
    private TaskCompletionSource gate = new();

    [Fact]
    public async Task Every_reader_gets_what_stands_under_its_own_key()
    {
        gate.SetResult();
        var reads = new GatheredStatements<Guid, string>(ReadAsync);
        var keys = Enumerable.Range(0, 500).Select(_ => Key()).ToArray();
        foreach (var key in keys[..400])
            stored[key] = key.ToString();

        var answers = await Task.WhenAll(keys.Select(key => Task.Run(() => reads.AskAsync(key, default))));

        Assert.Equal(keys.Select((key, n) => n < 400 ? key.ToString() : null), answers);
    }

    [Fact]
    public async Task A_lone_read_is_sent_at_once_and_those_that_wait_meanwhile_go_together()
    {
        var reads = new GatheredStatements<Guid, string>(ReadAsync, atOnce: 1);
        var first = reads.AskAsync(Key(), default);
        Assert.Equal([1], sizes);
        var others = Enumerable.Range(0, 10).Select(_ => reads.AskAsync(Key(), default)).ToArray();

        gate.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([1, 10], sizes.Order());
    }

    [Fact]
    public async Task A_read_sees_what_was_written_before_it_was_asked_for()
    {
        var reads = new GatheredStatements<Guid, string>(ReadAsync, atOnce: 1);
        var key = Key();
        stored[key] = "old";
        var early = reads.AskAsync(key, default);
        stored[key] = "new";
        var late = reads.AskAsync(key, default); // the same key is on its way already: that answer may be too old for this one

        gate.SetResult();
        await early;

        Assert.Equal("new", await late);
    }

    [Fact]
    public async Task Who_stops_waiting_leaves_the_others_their_answer()
    {
        var reads = new GatheredStatements<Guid, string>(ReadAsync, atOnce: 1);
        var first = reads.AskAsync(Key(), default);
        using var impatience = new CancellationTokenSource();
        var leaver = reads.AskAsync(Key(), impatience.Token);
        var key = Key();
        stored[key] = "there";
        var stayer = reads.AskAsync(key, default);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        gate.SetResult();
        await first;

        Assert.Equal("there", await stayer);
    }

    [Fact]
    public async Task A_statement_that_fails_fails_who_was_in_it_and_nobody_later()
    {
        var reads = new GatheredStatements<Guid, string>(ReadAsync);
        var failing = reads.AskAsync(Key(), default);
        gate.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => failing);

        gate = new TaskCompletionSource();
        gate.SetResult();
        Assert.Null(await reads.AskAsync(Key(), default));
    }

    [Fact]
    public async Task A_connection_that_died_in_the_pool_is_noticed_by_nobody()
    {
        gate.SetResult();
        var key = Key();
        stored[key] = "there";
        var dead = true;
        var reads = new GatheredStatements<Guid, string>(keys =>
        {
            if (!dead)
                return ReadAsync(keys);
            dead = false;
            throw new NpgsqlException("Exception while reading from stream", new EndOfStreamException());
        });

        Assert.Equal("there", await reads.AskAsync(key, default));
    }

    private static Guid Key() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private async Task<IReadOnlyDictionary<Guid, string>> ReadAsync(Guid[] keys)
    {
        sizes.Add(keys.Length);
        var snapshot = stored.ToDictionary();
        await gate.Task;
        return snapshot;
    }
}
