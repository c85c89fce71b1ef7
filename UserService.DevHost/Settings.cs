using System.Collections;
using System.Globalization;

namespace UserService.DevHost;

/// <summary>What the user set: the environment, and below it the <c>.env</c> file.</summary>
internal sealed class Settings
{
    private readonly Dictionary<string, string> values;

    public Settings(string envFile)
    {
        values = DotEnv.Read(envFile);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            values[(string)variable.Key] = (string?)variable.Value ?? "";
        }
    }

    /// <summary>Everything, to hand on to the hosts.</summary>
    public IReadOnlyDictionary<string, string> All => values;

    /// <summary>Port of the public API. Default 8080 (DESIGN section 2).</summary>
    public int ApiPort => Port("API_PORT", 8080);

    /// <summary>Port of gRPC. Default 8081 (DESIGN section 2).</summary>
    public int GrpcPort => Port("GRPC_PORT", 8081);

    public string? this[string name] => values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private int Port(string name, int usual) => this[name] switch
    {
        null => usual,
        var text when int.TryParse(text, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536 => port,
        var text => throw new StopException(ExitCode.Usage, $"{name}={text} is not a port number."),
    };
}
