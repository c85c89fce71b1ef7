using System.Collections.Concurrent;

namespace UserService.Tests.Resilience;

/// <summary>What clients were promised and what they were refused, to be held against the database and the queue afterwards.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<string> wrong = new();
    private long refused;
    private long broken;

    /// <summary>Addresses whose registration was answered with 202.</summary>
    public ConcurrentQueue<string> Registered { get; } = new();

    /// <summary>Sessions that a sign-in was answered with.</summary>
    public ConcurrentQueue<SignedIn> SignedIn { get; } = new();

    /// <summary>Sessions whose end the gRPC host has confirmed.</summary>
    public ConcurrentQueue<SignedIn> Revoked { get; } = new();

    /// <summary>Events of another service that the broker has confirmed, one for a user.</summary>
    public ConcurrentQueue<Published> Published { get; } = new();

    /// <summary>How long sign-ins took that succeeded.</summary>
    public ConcurrentQueue<TimeSpan> SignInTimes { get; } = new();

    /// <summary>Answers that nobody may get: another status than promised or 503 or UNAVAILABLE, or one without a problem.</summary>
    public IReadOnlyCollection<string> Wrong => wrong;

    /// <summary>503 with a problem, or UNAVAILABLE or DEADLINE_EXCEEDED said by the host: bounded, and said.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Connections that broke, which only the death of the host explains.</summary>
    public long Broken => Interlocked.Read(ref broken);

    public int Acknowledged => Registered.Count + SignedIn.Count + Revoked.Count;

    public void Refuse() => Interlocked.Increment(ref refused);

    public void Break() => Interlocked.Increment(ref broken);

    public void Note(string answer) => wrong.Enqueue(answer);
}

/// <summary>A session that a client was given.</summary>
internal sealed record SignedIn(Guid UserId, Guid SessionId);

/// <summary>An event about a user that another service has published.</summary>
internal sealed record Published(Guid UserId, string EventId);
