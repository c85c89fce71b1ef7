using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace UserService.Tests.Resilience;

/// <summary>What a client was promised and what it was refused, to be held against the database and the queue afterwards.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<string> acknowledged = new();
    private readonly ConcurrentQueue<string> wrong = new();
    private readonly ConcurrentQueue<string> published = new();
    private long refused;
    private long broken;

    /// <summary>Addresses whose registration was answered with 202.</summary>
    public IReadOnlyCollection<string> Acknowledged => acknowledged;

    /// <summary>Ids of events of another service that the broker has confirmed.</summary>
    public IReadOnlyCollection<string> Published => published;

    /// <summary>Answers that nobody may get: another status than 202 or 503, or one without a problem.</summary>
    public IReadOnlyCollection<string> Wrong => wrong;

    /// <summary>503 with a problem: bounded and said.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Connections that broke, which only the death of the host explains.</summary>
    public long Broken => Interlocked.Read(ref broken);

    public void Acknowledge(string email) => acknowledged.Enqueue(email);

    public void Publish(string id) => published.Enqueue(id);

    public void Refuse() => Interlocked.Increment(ref refused);

    public void Break() => Interlocked.Increment(ref broken);

    public void Note(string answer) => wrong.Enqueue(answer);
}

/// <summary>How a round ended.</summary>
internal sealed record RoundResult(string Fault, int Acknowledged, int Found, int EventsMissing, int Copies, int Published, int TakenOnce, long Refused, long Broken, int Wrong, TimeSpan BackAfter)
{
    public bool IsClean => Found == Acknowledged && EventsMissing == 0 && TakenOnce == Published && Wrong == 0;

    public static string Header => $"{"fault",-34} {"acked",6} {"found",6} {"missing",8} {"copies",7} {"events in",10} {"taken",6} {"503",5} {"broken",7} {"wrong",6} {"back after",11}";

    public override string ToString() => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"{Fault,-34} {Acknowledged,6} {Found,6} {EventsMissing,8} {Copies,7} {Published,10} {TakenOnce,6} {Refused,5} {Broken,7} {Wrong,6} {BackAfter.TotalSeconds,9:0.0} s").ToString();
}
