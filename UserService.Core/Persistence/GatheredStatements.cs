using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace UserService.Core.Persistence;

/// <summary>
/// Puts what is asked of the database at the same moment into one statement. Nobody waits for company: a question is sent at once while fewer
/// than <paramref name="atOnce"/> statements are on their way, and otherwise with the next one. Nothing is remembered, and every statement
/// begins after the questions it answers were asked, so each sees all that was committed before it.
/// </summary>
/// <param name="runAll">Answers what it can of these keys; a key may stand there twice. Run again where the connection broke, so it must bear that.</param>
/// <param name="atOnce">How many statements run side by side. Two keep a small machine busy; more only make the gatherings smaller.</param>
internal sealed class GatheredStatements<TKey, T>(Func<TKey[], Task<IReadOnlyDictionary<TKey, T>>> runAll, int atOnce = 2)
    where TKey : notnull
    where T : class
{
    // Bounds the memory and the time of one statement.
    private const int Largest = 128;

    private readonly ConcurrentQueue<Waiter> waiting = new();
    private int running;

    /// <summary>The answer for the key; null where there is none. Cancelling it leaves the others alone.</summary>
    public Task<T?> AskAsync(TKey key, CancellationToken ct)
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
            var found = await RunAllAsync([.. together.Select(w => w.Key)]);
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
    private async Task<IReadOnlyDictionary<TKey, T>> RunAllAsync(TKey[] keys)
    {
        try
        {
            return await runAll(keys);
        }
        catch (NpgsqlException e) when (e.IsTransient && e.InnerException is not TimeoutException)
        {
            return await runAll(keys);
        }
    }

    private sealed class Waiter(TKey key) : TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TKey Key => key;

        public Activity? Asker { get; } = Activity.Current;
    }
}
