namespace UserService.DevHost;

/// <summary>The command line: <c>[migrate] [--fresh] [--verbose]</c>.</summary>
internal sealed record DevArguments(bool Fresh, bool Verbose, bool MigrateOnly)
{
    public const string Usage = """
        usage: dotnet run --project UserService.DevHost [-- OPTIONS]
          --fresh     drop all data of earlier starts
          --verbose   show all output of the hosts, not only warnings and errors
          migrate     only start PostgreSQL, apply migrations and stop
        """;

    /// <summary>Null for an argument that means nothing.</summary>
    public static DevArguments? TryParse(IEnumerable<string> arguments)
    {
        var parsed = new DevArguments(false, false, false);
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
                    parsed = parsed with { MigrateOnly = true };
                    break;
                default:
                    return null;
            }
        }

        return parsed;
    }
}
