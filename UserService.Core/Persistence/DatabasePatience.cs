namespace UserService.Core.Persistence;

/// <summary>How long a host waits for PostgreSQL where the connection string does not say.</summary>
/// <param name="StatementSeconds">After this a statement is cancelled.</param>
/// <param name="ConnectSeconds">
/// For a new connection, or for one to become free. Npgsql cancels a statement over a connection of its own, and blocks a thread while it makes
/// that: with a PostgreSQL that hangs, a statement ends after both times together.
/// </param>
public sealed record DatabasePatience(int StatementSeconds, int ConnectSeconds)
{
    /// <summary>Somebody waits for the answer: a 503 within twelve seconds is of more use to her than an answer after half a minute.</summary>
    public static readonly DatabasePatience OfRequests = new(8, 4);

    /// <summary>Npgsql's own defaults: exports, migrations and retention take their time, and nobody waits for them.</summary>
    public static readonly DatabasePatience OfWork = new(30, 15);
}
