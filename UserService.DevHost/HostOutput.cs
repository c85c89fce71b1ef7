namespace UserService.DevHost;

/// <summary>What one host prints: all of it into a file, the last lines in memory, warnings and errors (or everything) to the console.</summary>
internal sealed class HostOutput(string name, string logs, bool verbose) : IDisposable
{
    private const int LinesKept = 20;
    private readonly Lock entry = new();
    private readonly Queue<string> last = [];
    private readonly StreamWriter file = new(Path.Combine(logs, $"{name}.log"), append: true) { AutoFlush = true };
    private bool closed;

    public string Name => name;

    public void Line(string line)
    {
        Keep(line);
        if ((verbose ? line : HostLine.Warning(line)) is { } shown)
        {
            Terminal.Relay(name, shown);
        }
    }

    /// <summary>Hosts log to standard output: what comes on the other channel is a crash or a complaint of the runtime.</summary>
    public void ErrorLine(string line)
    {
        Keep(line);
        Terminal.Relay(name, line);
    }

    public string LastLines()
    {
        lock (entry)
        {
            return string.Join('\n', last.Select(HostLine.Readable));
        }
    }

    public void Dispose()
    {
        lock (entry)
        {
            closed = true;
            file.Dispose();
        }
    }

    private void Keep(string line)
    {
        lock (entry)
        {
            if (closed)
            {
                return;
            }

            file.WriteLine(line);
            last.Enqueue(line);
            if (last.Count > LinesKept)
            {
                last.Dequeue();
            }
        }
    }
}
