namespace UserService.DevHost;

/// <summary>The command line: <c>[migrate | servers] [--fresh] [--verbose]</c>.</summary>
internal sealed record DevArguments(DevTask Task, bool Fresh, bool Verbose)
{
    public const string Usage = """
        usage: dotnet run --project UserService.DevHost [-- OPTIONS]
          --fresh     drop all data of earlier starts
          --verbose   show all output of the hosts, not only warnings and errors
          migrate     only start PostgreSQL, apply migrations and stop
          servers     only start the three servers, for hosts started elsewhere (in a debugger, say)
        """;

    /// <summary>Null for an argument that means nothing.</summary>
    public static DevArguments? TryParse(IEnumerable<string> arguments)
    {
        var parsed = new DevArguments(DevTask.RunAll, false, false);
        foreach (var argument in arguments)
        {
            switch (argument)
            {
                case "--fresh":
                    parsed = parsed with { Fresh = true };
                    break;
                case "--verbose":
                    parsed = parsed with { Verbose = true };
                    break;
                case "migrate":
                    parsed = parsed with { Task = DevTask.Migrate };
                    break;
                case "servers":
                    parsed = parsed with { Task = DevTask.RunServers };
                    break;
                default:
                    return null;
            }
        }

        return parsed;
    }
}
