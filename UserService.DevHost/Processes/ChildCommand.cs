namespace UserService.DevHost.Processes;

/// <summary>What to run, where and as whom.</summary>
internal sealed record ChildCommand(string Program, params IReadOnlyList<string> Arguments)
{
    public required string WorkingFolder { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>False gives the child a clean environment, so that variables of the user (PGDATA, RABBITMQ_…) cannot change a private server.</summary>
    public bool InheritEnvironment { get; init; }

    /// <summary>Options of setpriv(1) that change the user; empty runs as the user of this process.</summary>
    public IReadOnlyList<string> RunAs { get; init; } = [];
}
