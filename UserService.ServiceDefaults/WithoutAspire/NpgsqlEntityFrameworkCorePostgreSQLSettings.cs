namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>The settings of the Aspire integration of that name, member for member; bound from the section of that name.</summary>
public class NpgsqlEntityFrameworkCorePostgreSQLSettings
{
    /// <summary>Where the database is; <c>ConnectionStrings:{name}</c> wins over it.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether failed commands are left failed. Default: false, they are retried (Npgsql's strategy: 6 times, up to 30 s apart).</summary>
    public bool DisableRetry { get; set; }

    /// <summary>Whether no health check is registered. Default: false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether commands make no spans. Default: false.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the pool is not measured. Default: false.</summary>
    public bool DisableMetrics { get; set; }

    /// <summary>How long a command may take, in seconds. Default: Npgsql's 30.</summary>
    public int? CommandTimeout { get; set; }
}
