namespace UserService.DevHost;

/// <summary>The user's <c>.env</c> file: lines <c>KEY=VALUE</c>, empty lines and lines that begin with <c>#</c>. Quotes around a value are taken off.</summary>
internal static class DotEnv
{
    public static Dictionary<string, string> Read(string file) => File.Exists(file) ? Parse(File.ReadLines(file)) : [];

    public static Dictionary<string, string> Parse(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                var name = line[..equals].TrimEnd();
                values[name.StartsWith("export ", StringComparison.Ordinal) ? name[7..].TrimStart() : name] = Unquote(line[(equals + 1)..].Trim());
            }
        }

        return values;
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
