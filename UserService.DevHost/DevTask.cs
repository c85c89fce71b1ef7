namespace UserService.DevHost;

/// <summary>What DevHost is asked to do.</summary>
internal enum DevTask
{
    /// <summary>Servers, migrations, hosts and dashboard, until stopped.</summary>
    RunAll,

    /// <summary>The three servers alone, until stopped.</summary>
    RunServers,

    /// <summary>PostgreSQL for as long as the migrations take.</summary>
    Migrate,
}
