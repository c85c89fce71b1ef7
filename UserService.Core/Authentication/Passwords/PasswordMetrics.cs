using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace UserService.Core.Authentication.Passwords;

/// <summary>Meter <c>UserService.Passwords</c>.</summary>
internal sealed class PasswordMetrics
{
    public const string MeterName = "UserService.Passwords";

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _rangeFailures;

    public PasswordMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _duration = _meter.CreateHistogram<double>("passwords.hash.duration", "s", "Time one hash took on its lane");
        _refused = _meter.CreateCounter<long>("passwords.hash.refused", "{hash}", "Hashes refused because the queue was full");
        _rangeFailures = _meter.CreateCounter<long>("passwords.range.failures", "{request}", "Range look-ups without an answer; the password counted as not found");
    }

    public void Observe(HashLanes lanes) =>
        _meter.CreateObservableGauge("passwords.hash.waiting", () => lanes.Waiting, "{hash}", "Hashes waiting for a lane");

    public T Time<T>(string operation, Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("operation", operation));
        }
    }

    public void Refused(string operation) => _refused.Add(1, new KeyValuePair<string, object?>("operation", operation));

    public void RangeFailed() => _rangeFailures.Add(1);
}
