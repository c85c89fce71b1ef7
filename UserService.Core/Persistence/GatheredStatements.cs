using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace UserService.Core.Persistence;

/// <summary>
/// Puts reads by key that wait at the same moment into one statement. A read never waits for company: it is sent at once while fewer than
/// <paramref name="atOnce"/> statements are on their way, and otherwise with the next one. Nothing is remembered, and every statement begins
/// after the reads it answers were asked for, so each sees all that was committed before it.
/// </summary>
/// <param name="readAll">Reads what exists of these keys; a key may stand there twice.</param>
/// <param name="atOnce">How many statements run side by side. Two keep a small machine busy; more only make the gatherings smaller.</param>
internal sealed class GatheredReads<T>(Func<Guid[], Task<IReadOnlyDictionary<Guid, T>>> readAll, int atOnce = 2)
    where T : class
{
    // Bounds the memory and the time of one statement.
    private const int Largest = 128;

    private readonly ConcurrentQueue<Waiter> waiting = new();
    private int running;

    /// <summary>What stands under the key now; null where nothing does. Cancelling it leaves the others alone.</summary>
    public Task<T?> ReadAsync(Guid key, CancellationToken ct)
    {
        var waiter = new Waiter(key);
        waiting.Enqueue(waiter);
        StartWhereThereIsRoom();
        return waiter.Task.WaitAsync(ct);
    }

    private void StartWhereThereIsRoom()
    {
        if (Interlocked.Increment(ref running) <= atOnce)
            _ = RunAsync();
        else
            Left();
    }

    private async Task RunAsync()
    {
        while (Gather() is { Count: > 0 } together)
            await AnswerAsync(together);
        Left();
    }

    // Who came after the last look and found no room would wait for ever if the last to leave did not look again.
    private void Left()
    {
        if (Interlocked.Decrement(ref running) < atOnce && !waiting.IsEmpty)
            StartWhereThereIsRoom();
    }

    private List<Waiter> Gather()
    {
        var together = new List<Waiter>();
        while (together.Count < Largest && waiting.TryDequeue(out var waiter))
            together.Add(waiter);
        return together;
    }

    private async Task AnswerAsync(List<Waiter> together)
    {
        Activity.Current = together[0].Asker; // the statement's span belongs to the first who asked
        try
        {
            var found = await ReadAsync([.. together.Select(w => w.Key)]);
            foreach (var waiter in together)
                waiter.SetResult(found.GetValueOrDefault(waiter.Key));
        }
        catch (Exception e)
        {
            foreach (var waiter in together)
                waiter.SetException(e);
        }
    }

    // After PostgreSQL came back every pooled connection is a dead one, which is found out by using it.
    private async Task<IReadOnlyDictionary<Guid, T>> ReadAsync(Guid[] keys)
    {
        try
        {
            return await readAll(keys);
        }
        catch (NpgsqlException e) when (e.IsTransient && e.InnerException is not TimeoutException)
        {
            return await readAll(keys);
        }
    }

    private sealed class Waiter(Guid key) : TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Guid Key => key;

        public Activity? Asker { get; } = Activity.Current;
    }
}
