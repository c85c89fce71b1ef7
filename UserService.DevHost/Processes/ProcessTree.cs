using System.Globalization;

namespace UserService.DevHost.Processes;

/// <summary>
/// A process and all that descend from it, as /proc tells. Process groups are of no use here: each PostgreSQL backend and Erlang port makes its own.
/// </summary>
internal static class ProcessTree
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    public static void Send(int root, Signal signal)
    {
        foreach (var process in Of(root))
        {
            PosixCalls.Send(process, signal);
        }
    }

    /// <summary>Kills the whole tree and returns when the kernel has taken every process of it away (so that ports and shared memory are free).</summary>
    public static async Task KillAsync(int root)
    {
        // Stopped first, until no new one turns up: a process that still runs could fork between the look and the kill.
        var tree = new HashSet<int>();
        while (Of(root) is var seen && !tree.IsSupersetOf(seen))
        {
            foreach (var process in seen.Where(tree.Add))
            {
                PosixCalls.Send(process, Signal.Stop);
            }
        }

        foreach (var process in tree)
        {
            PosixCalls.Send(process, Signal.Kill);
        }

        while (tree.Any(IsAlive))
        {
            await Task.Delay(Look);
        }
    }

    /// <summary>False for a zombie too: it runs nothing and waits only for its parent (or a lazy init) to read its exit code.</summary>
    public static bool IsAlive(int processId) => ReadStatus(processId) is { State: not ('Z' or 'X') };

    public static List<int> Of(int root)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && ReadStatus(id) is { State: not ('Z' or 'X') } status)
            {
                parents[id] = status.Parent;
            }
        }

        var tree = new List<int>();
        if (parents.ContainsKey(root))
        {
            tree.Add(root);
        }

        for (var next = 0; next < tree.Count; next++)
        {
            tree.AddRange(parents.Where(p => p.Value == tree[next]).Select(p => p.Key));
        }

        return tree;
    }

    private static (char State, int Parent)? ReadStatus(int processId)
    {
        try
        {
            // "pid (name, which may hold spaces and brackets) state parent …" (proc(5))
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null; // gone meanwhile
        }
    }
}
