using Banking.Audit.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using UserService.Core.Messaging;
using UserService.Core.Platform;

namespace UserService.Core.Audit.Forwarding;

/// <summary>
/// Sends audit entries to the platform's audit service, each at least once and in the order of their transactions. One Worker at a time
/// holds the cursor; what the service has taken is never sent again but after a crash, and it knows entries by their ids.
/// </summary>
internal sealed class AuditForwarder(
    NpgsqlDataSource database, [FromKeyedServices(PlatformServices.Audit)] PlatformConnection platform, DatabaseSignals signals, TimeProvider time, ILogger<AuditForwarder> log)
    : BackgroundService
{
    private const string Source = "user-service";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = LookEvery;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await ForwardBatchAsync(stoppingToken))
                    delay = LookEvery;
                delay = LookEvery;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Nothing is lost and nothing is passed over: the trail waits until the service is back.
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
                ForwardingLog.Failed(log, delay, e);
            }

            await signals.WaitAsync(DatabaseSignals.None, delay, stoppingToken);
        }
    }

    /// <summary>Whether a whole batch went out, so that more may wait.</summary>
    private async Task<bool> ForwardBatchAsync(CancellationToken ct)
    {
        await using var cursor = await ForwardingCursor.TakeAsync(database, ct);
        if (cursor is null)
            return false;
        var entries = await cursor.ReadAsync(ct);
        if (entries.Count == 0)
            return false;
        var request = new AppendRequest { Source = Source };
        request.Entries.AddRange(entries.Select(ToMessage));
        var client = new AuditLog.AuditLogClient(platform.Invoker);
        await platform.CallAsync(options => client.AppendAsync(request, options), ct);
        await cursor.AdvanceAsync(entries[^1], entries.Count, time.GetUtcNow());
        return entries.Count == ForwardingCursor.BatchSize;
    }

    private static Entry ToMessage(ForwardedEntry entry) => new()
    {
        Id = entry.Id.ToString(),
        OccurredAt = Timestamp.FromDateTimeOffset(entry.OccurredAt),
        Action = entry.Action,
        ActorType = entry.ActorType,
        ActorId = entry.ActorId ?? "",
        SubjectId = entry.SubjectId?.ToString() ?? "",
        SessionId = entry.SessionId?.ToString() ?? "",
        Reason = entry.Reason ?? "",
    };
}

internal static partial class ForwardingLog
{
    [LoggerMessage(2101, LogLevel.Warning, "Audit entries could not be forwarded; trying again in {Delay}.")]
    public static partial void Failed(ILogger logger, TimeSpan delay, Exception exception);
}
