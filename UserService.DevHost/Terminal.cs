namespace UserService.DevHost;

/// <summary>Writes to the console, one whole line at a time, in colours where a person looks and has not refused them (no-color.org).</summary>
internal static class Terminal
{
    private static readonly Lock Line = new();
    private static readonly bool Colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static void Say(string text)
    {
        lock (Line)
        {
            Console.Out.WriteLine(text);
        }
    }

    public static void Complain(string text)
    {
        lock (Line)
        {
            Console.Error.WriteLine(Paint("31", text));
        }
    }

    /// <summary>A line of one process, its name in front in a colour of its own.</summary>
    public static void Relay(string name, string text) => Say($"{Paint(ColourOf(name), name.PadRight(9))} {text}");

    public static string Bold(string text) => Paint("1", text);

    private static string Paint(string code, string text) => Colours ? $"\u001b[{code}m{text}\u001b[0m" : text;

    private static string ColourOf(string name) => name switch
    {
        "api" => "32",
        "grpc" => "36",
        "worker" => "35",
        "dashboard" => "34",
        _ => "33",
    };
}
