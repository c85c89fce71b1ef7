using Npgsql;

namespace UserService.Core.Doctor;

/// <summary>What waits: events that are not out, dead letters, messages that were given up.</summary>
internal sealed class QueueExamination(NpgsqlDataSource database) : IExamination
{
    private const string Count =
        """
        SELECT (SELECT count(*) FROM outbox_messages WHERE sent_at IS NULL AND abandoned_at IS NULL AND occurred_at < now() - interval '1 minute'),
               (SELECT count(*) FROM outbox_messages WHERE abandoned_at IS NOT NULL AND sent_at IS NULL),
               (SELECT count(*) FROM dead_letters WHERE replay_requested_at IS NULL AND discarded_at IS NULL),
               (SELECT count(*) FROM notifications WHERE status = 'Abandoned' AND created_at > now() - interval '1 day')
        """;

    public string Part => "Queues";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Count);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var (late, abandoned, dead, messages) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
        var finding = $"{late} events wait for more than a minute, {abandoned} were given up; {dead} dead letters; {messages} messages of the last day were given up.";
        return late + abandoned + dead == 0
            ? new Diagnosis(Part, DiagnosisState.Works, finding)
            : new Diagnosis(Part, DiagnosisState.Worrying, finding, late > 0 ? "Look whether a Worker runs and reaches RabbitMQ." : "Look at /v1/admin/dead-letters.");
    }
}
