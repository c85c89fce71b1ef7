using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace UserService.ServiceDefaults.WithoutAspire;

/// <summary>
/// Makes a span of each Redis command from the client's own profiler. The commands of a span are collected while it runs and
/// written when it ends, so that issuing a command costs a list entry.
/// </summary>
internal sealed class RedisSpans : BaseProcessor<Activity>
{
    private const string SessionKey = "UserService.RedisCommands";

    /// <summary>The name that OpenTelemetry's own instrumentation uses, which the Aspire integration contains.</summary>
    private static readonly ActivitySource Source = new("OpenTelemetry.Instrumentation.StackExchangeRedis");

    public static void AddTo(TracerProviderBuilder traces) => traces.AddSource(Source.Name).AddProcessor<RedisSpans>();

    public static void Record(IConnectionMultiplexer connection) => connection.RegisterProfiler(static () =>
    {
        if (Activity.Current is not { IsAllDataRequested: true } activity)
            return null;

        // Two commands of one span may start at once; the loser's session is dropped with its one command.
        if (activity.GetCustomProperty(SessionKey) is ProfilingSession session)
            return session;
        session = new ProfilingSession();
        activity.SetCustomProperty(SessionKey, session);
        return session;
    });

    public override void OnEnd(Activity data)
    {
        if (data.GetCustomProperty(SessionKey) is not ProfilingSession session)
            return;

        foreach (var command in session.FinishProfiling())
        {
            using var span = Source.StartActivity(
                ActivityKind.Client, data.Context, startTime: new DateTimeOffset(command.CommandCreated), name: command.Command);
            // The name of the command only: keys and values may be personal data.
            span?.SetTag("db.system.name", "redis");
            span?.SetTag("db.operation.name", command.Command);
            span?.SetTag("db.namespace", command.Db);
            span?.SetTag("network.peer.address", command.EndPoint?.ToString());
            span?.SetEndTime(command.CommandCreated + command.ElapsedTime);
        }
    }
}
