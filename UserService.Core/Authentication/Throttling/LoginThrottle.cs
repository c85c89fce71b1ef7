using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Throttling;

/// <summary>
/// Slows down guessing at secrets: per account, per network address and per known device, shared by all instances through Redis.
/// An attempt is counted as failed when it begins and taken back when it succeeds, all in one script, so that a hundred attempts at
/// once have no more tries than a hundred one after the other.
/// </summary>
public sealed class LoginThrottle
{
    private readonly ThrottlingOptions _options;
    private readonly SubjectKeys _keys;
    private readonly ICounters _shared;
    private readonly ICounters _local;
    private readonly RedisBreaker _breaker;

    internal LoginThrottle(IOptions<ThrottlingOptions> options, SubjectKeys keys, ICounters shared, ICounters local, RedisBreaker breaker)
    {
        _options = options.Value;
        _keys = keys;
        _shared = shared;
        _local = local;
        _breaker = breaker;
    }

    /// <summary>Asks for one attempt, which is counted as failed from now on: there is no call for a failure.</summary>
    public async ValueTask<ThrottleDecision> TryAcquireAsync(ThrottleSubject subject, CancellationToken ct)
    {
        var counters = CountersOf(subject);
        var wait = await _breaker.RunAsync(() => _shared.TakeAsync(counters), () => _local.TakeAsync(counters), ct);
        return wait > TimeSpan.Zero ? new ThrottleDecision.Delayed(wait) : ThrottleDecision.Allowed.Instance;
    }

    /// <summary>
    /// The attempt succeeded: the counters of account and device begin anew. The address gets back this one attempt only, or an attacker
    /// with one account of his own could try everybody else's for ever.
    /// </summary>
    public ValueTask RecordSuccessAsync(ThrottleSubject subject, CancellationToken ct)
    {
        var account = _keys.Account(subject);
        return subject.KnownDevice is null
            ? GiveBackAsync([account], [_keys.Address(subject)], ct)
            : GiveBackAsync([account, _keys.Device(subject)], [], ct);
    }

    /// <summary>The attempt was never judged (503, cancelled, failed inside): it did not happen.</summary>
    public ValueTask ReleaseAsync(ThrottleSubject subject, CancellationToken ct) =>
        GiveBackAsync([], [.. CountersOf(subject).Select(counter => counter.Key)], ct);

    /// <summary>Staff have made sure who it is: the account and its known devices begin anew. Addresses do not, they may be others'.</summary>
    public ValueTask ForgetAsync(string purpose, string account, IReadOnlyList<string> knownDevices, CancellationToken ct)
    {
        var subject = new ThrottleSubject(purpose, account, Address: null, KnownDevice: null);
        return GiveBackAsync([_keys.Account(subject), .. knownDevices.Select(device => _keys.Device(subject with { KnownDevice = device }))], [], ct);
    }

    private async ValueTask GiveBackAsync(string[] reset, string[] giveBack, CancellationToken ct)
    {
        // Both places: the attempt may have been counted in one and ends while the other is in use.
        await _local.GiveBackAsync(reset, giveBack);
        await _breaker.RunAsync(SharedAsync, () => Task.FromResult(true), ct);

        async Task<bool> SharedAsync()
        {
            await _shared.GiveBackAsync(reset, giveBack);
            return true;
        }
    }

    private Counter[] CountersOf(ThrottleSubject subject) => subject.KnownDevice is null
        ? [new Counter(_keys.Account(subject), _options.Account), new Counter(_keys.Address(subject), _options.Address)]
        : [new Counter(_keys.Device(subject), _options.Device)];
}
