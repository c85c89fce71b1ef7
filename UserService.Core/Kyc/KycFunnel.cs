using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using UserService.Core.Kyc.Cases;

namespace UserService.Core.Kyc;

/// <summary>
/// How far customers get: the cases of the last 24 hours by where they are now, and what waits for people. Every Worker tells the same, so a
/// query takes the highest.
/// </summary>
internal sealed class KycFunnel : BackgroundService
{
    // People look at it, and an alert about reviews has hours.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Period = TimeSpan.FromHours(24);

    // Ids are UUIDv7, so the primary key finds the young cases; the queue has an index of its own.
    private const string Look =
        """
        SELECT state, count(*), NULL::timestamptz FROM kyc_cases WHERE id >= $1 GROUP BY state
        UNION ALL
        SELECT '', count(*), min(submitted_at) FROM (SELECT submitted_at FROM kyc_cases WHERE state = 'InReview' ORDER BY submitted_at, id LIMIT 100000) AS queue
        """;

    private readonly NpgsqlDataSource database;
    private readonly TimeProvider time;
    private readonly ILogger<KycFunnel> log;
    private readonly Meter meter;
    private volatile Counted? last;

    public KycFunnel(NpgsqlDataSource database, IMeterFactory meters, TimeProvider time, ILogger<KycFunnel> log)
    {
        (this.database, this.time, this.log) = (database, time, log);
        meter = meters.Create("UserService.Kyc");
        meter.CreateObservableGauge("user_service.kyc.cases", ByState, "{case}", "Cases of the last 24 hours by where they are now");
        meter.CreateObservableGauge("user_service.kyc.reviews", () => Tell(c => c.Reviews), "{case}", "Cases that people must decide");
        meter.CreateObservableGauge("user_service.kyc.reviews.oldest", () => Tell(c => c.OldestReview is { } at ? (time.GetUtcNow() - at).TotalSeconds : 0), "s", "How long the oldest of them has waited; 0 where none waits");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the Worker stops
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand(Look);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(time.GetUtcNow() - Period) });
            await using var rows = await command.ExecuteReaderAsync(ct);
            var (states, reviews, oldest) = (new Dictionary<string, long>(), 0L, (DateTimeOffset?)null);
            while (await rows.ReadAsync(ct))
            {
                if (rows.GetString(0) is { Length: > 0 } state)
                    states[state] = rows.GetInt64(1);
                else
                    (reviews, oldest) = (rows.GetInt64(1), await rows.IsDBNullAsync(2, ct) ? null : rows.GetFieldValue<DateTimeOffset>(2));
            }

            last = new Counted(states, reviews, oldest);
        }
        catch (NpgsqlException e)
        {
            last = null; // what is not known is not told
            Log.FunnelNotCounted(log, e);
        }
    }

    private IEnumerable<Measurement<long>> ByState() =>
        last is { } counted ? Enum.GetNames<KycCaseState>().Select(state => new Measurement<long>(counted.States.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state))) : [];

    private IEnumerable<Measurement<double>> Tell(Func<Counted, double> what) => last is { } counted ? [new(what(counted))] : [];

    private sealed record Counted(Dictionary<string, long> States, long Reviews, DateTimeOffset? OldestReview);
}
