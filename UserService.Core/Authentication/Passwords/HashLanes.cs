using System.Diagnostics;

namespace UserService.Core.Authentication.Passwords;

/// <summary>
/// Runs hashes on threads of their own, first come first served: as many at once as there are lanes, a bounded number waiting. On two
/// cores two hashes on the thread pool would be the whole pool, and every request would stand behind them.
/// </summary>
internal sealed class HashLanes : IDisposable
{
    private const double Smoothing = 0.1; // of each new duration: about the last twenty hashes count
    private static readonly TimeSpan LeastRetryAfter = TimeSpan.FromSeconds(1); // Retry-After has no smaller unit

    private readonly object _gate = new();
    private readonly LinkedList<HashTicket> _waiting = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _finishWithin;
    private readonly int _lanes;
    private readonly int _places;
    private double _usualMilliseconds;
    private int _running;
    private bool _started;
    private bool _disposed;

    public HashLanes(int lanes, int places, TimeSpan finishWithin, TimeProvider time)
    {
        _lanes = lanes;
        _places = places;
        _finishWithin = finishWithin;
        _time = time;
    }

    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    public async ValueTask<LaneOutcome<T>> RunAsync<T>(Func<T> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var ticket = new HashTicket<T>(work, _time.GetTimestamp());
        if (!TryEnqueue(ticket, out var retryAfter))
            return LaneOutcome<T>.Refused(retryAfter);
        using (ct.UnsafeRegister(static (state, token) => ((Leaver)state!).Leave(token), new Leaver(this, ticket)))
            return await ticket.Outcome;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var ticket in _waiting)
                ticket.Cancel(CancellationToken.None);
            _waiting.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Whether work that came now would be refused. Asked before anything is read for it, it makes a refusal cost next to nothing.</summary>
    public bool IsFull(out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            var ahead = _waiting.Count + _running;
            // Free lanes first; then each full round of the lanes takes the usual time once more.
            var expected = TimeSpan.FromMilliseconds(_usualMilliseconds * (1 + (ahead / _lanes)));
            var beyond = expected - _finishWithin;
            retryAfter = beyond > LeastRetryAfter ? beyond : LeastRetryAfter;
            // With nothing ahead it is accepted whatever it costs: one slow hash must not shut the door for good.
            return ahead >= _lanes + _places || (ahead >= _lanes && expected > _finishWithin);
        }
    }

    private bool TryEnqueue(HashTicket ticket, out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (IsFull(out retryAfter))
                return false;
            ticket.Node = _waiting.AddLast(ticket);
            StartLanes();
            Monitor.Pulse(_gate);
            return true;
        }
    }

    private void StartLanes()
    {
        if (_started)
            return;
        _started = true;
        for (var i = 0; i < _lanes; i++)
            new Thread(RunLane) { IsBackground = true, Name = "password hash lane" }.Start();
    }

    private void RunLane()
    {
        // Hashes take all the time that is left over, and none from a refresh, a refusal or a probe that takes a millisecond.
        ThreadNiceness.Lower();
        while (TryTake(out var ticket))
        {
            var started = _time.GetTimestamp();
            // The estimate was wrong (the machine was slower than it used to be): saying so now beats a late answer that keeps the next one late.
            if (_time.GetElapsedTime(ticket.Enqueued, started) > _finishWithin)
                ticket.Refuse(LeastRetryAfter);
            else
                ticket.Run();
            Finish(ticket.Ran ? _time.GetElapsedTime(started) : null);
        }
    }

    private bool TryTake(out HashTicket ticket)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_disposed)
                Monitor.Wait(_gate);
            ticket = _waiting.First?.Value!;
            if (_disposed || ticket is null)
                return false;
            _waiting.RemoveFirst();
            ticket.Node = null;
            _running++;
            return true;
        }
    }

    private void Finish(TimeSpan? took)
    {
        lock (_gate)
        {
            _running--;
            if (took is { TotalMilliseconds: var milliseconds })
                _usualMilliseconds = _usualMilliseconds == 0 ? milliseconds : _usualMilliseconds + (Smoothing * (milliseconds - _usualMilliseconds));
        }
    }

    private sealed class Leaver(HashLanes lanes, HashTicket ticket)
    {
        public void Leave(CancellationToken token)
        {
            lock (lanes._gate)
            {
                // No node: a lane has it already and will finish it.
                if (ticket.Node is not { } node)
                    return;
                Debug.Assert(node.List == lanes._waiting, "A waiting ticket is in the queue");
                lanes._waiting.Remove(node);
                ticket.Node = null;
            }
            ticket.Cancel(token);
        }
    }
}
