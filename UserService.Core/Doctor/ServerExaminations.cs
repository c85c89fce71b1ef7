using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;
using UserService.Core.Messaging;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Persistence;

namespace UserService.Core.Doctor;

/// <summary>PostgreSQL: whether it answers, has this version's schema, and agrees on the time.</summary>
internal sealed class DatabaseExamination(NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider time) : IExamination
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    public string Part => "PostgreSQL";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        var started = time.GetTimestamp();
        await using var command = database.CreateCommand("SELECT split_part(version(), ' ', 2), clock_timestamp()");
        string version;
        TimeSpan off;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            await row.ReadAsync(ct);
            (version, off) = (row.GetString(0), row.GetFieldValue<DateTimeOffset>(1) - time.GetUtcNow());
        }

        await using var scope = scopes.CreateAsyncScope();
        var pending = (await scope.ServiceProvider.GetRequiredService<UserDbContext>().Database.GetPendingMigrationsAsync(ct)).ToList();
        if (pending.Count > 0)
            return new Diagnosis(Part, DiagnosisState.Broken, $"Version {version}; {pending.Count} migrations are missing, the first {pending[0]}.", "Run: worker migrate");
        if (off.Duration() > Skew)
            return new Diagnosis(Part, DiagnosisState.Worrying, $"Version {version}; its clock is {off.TotalSeconds:0} s off.", "Look at time synchronisation on both machines: codes and tokens expire by these clocks.");
        return new Diagnosis(Part, DiagnosisState.Works, $"Version {version}, schema up to date, {time.GetElapsedTime(started).TotalMilliseconds:0} ms.");
    }
}

/// <summary>Redis: whether it answers.</summary>
internal sealed class CacheExamination(IConnectionMultiplexer redis) : IExamination
{
    public string Part => "Redis";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        var latency = await redis.GetDatabase().PingAsync().WaitAsync(ct);
        return new Diagnosis(Part, DiagnosisState.Works, $"Answers in {latency.TotalMilliseconds:0.0} ms.");
    }
}

/// <summary>RabbitMQ: whether it answers and its topology is this version's.</summary>
internal sealed class BrokerExamination(IConnectionFactory factory, InboxTopology inbox) : IExamination
{
    public string Part => "RabbitMQ";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        await using var connection = await factory.CreateConnectionAsync("user-service doctor", ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            await Topology.DeclareAsync(channel, ct);
            await inbox.DeclareAsync(channel, ct);
        }
        catch (TopologyClashException e)
        {
            return new Diagnosis(Part, DiagnosisState.Broken, e.Message, "Empty and delete what is named, or rename it.");
        }

        var waiting = await channel.MessageCountAsync(inbox.Inbox, ct);
        return new Diagnosis(Part, DiagnosisState.Works, $"Exchanges and queues are as declared; {waiting} events wait in {inbox.Inbox}.");
    }
}
