using System.Globalization;

namespace UserService.Tests.Resilience;

/// <summary>How a round ended.</summary>
internal sealed record RoundResult(string Fault)
{
    /// <summary>Registrations, sign-ins and ends of sessions that were acknowledged.</summary>
    public int Acknowledged { get; init; }

    /// <summary>How many of them the database has.</summary>
    public int Found { get; init; }

    /// <summary>Acknowledged writes whose event did not come, or came as two events.</summary>
    public int EventsMissing { get; init; }

    /// <summary>Events that were delivered twice, as at-least-once delivery may; a consumer's inbox passes over them.</summary>
    public int Copies { get; init; }

    /// <summary>Events of another service that the broker had confirmed.</summary>
    public int Published { get; init; }

    /// <summary>How many of them took effect exactly once.</summary>
    public int TakenOnce { get; init; }

    public long Refused { get; init; }

    public long Broken { get; init; }

    public IReadOnlyCollection<string> Wrong { get; init; } = [];

    /// <summary>From the mending to full service.</summary>
    public TimeSpan BackAfter { get; init; }

    /// <summary>Of the sign-ins that succeeded.</summary>
    public TimeSpan SignInP99 { get; init; }

    public bool IsClean => Found == Acknowledged && EventsMissing == 0 && TakenOnce == Published && Wrong.Count == 0;

    public static string Header => $"{"fault",-36} {"acked",6} {"found",6} {"missing",7} {"copies",6} {"events in",9} {"once",6} {"503",5} {"broken",6} {"wrong",5} {"back after",10} {"sign-in p99",11}";

    public override string ToString()
    {
        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"{Fault,-36} {Acknowledged,6} {Found,6} {EventsMissing,7} {Copies,6} {Published,9} {TakenOnce,6} {Refused,5} {Broken,6} {Wrong.Count,5} {BackAfter.TotalSeconds,8:0.0} s {SignInP99.TotalMilliseconds,8:0} ms");
        return Wrong.Count == 0 ? row : $"{row}\n  {string.Join("\n  ", Wrong.GroupBy(w => w).Select(g => $"{g.Count()} x {g.Key}"))}";
    }
}
