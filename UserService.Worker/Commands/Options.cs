namespace UserService.Worker.Commands;

/// <summary><c>--name value</c> pairs.</summary>
internal static class Options
{
    /// <summary>Null where the words are no such pairs.</summary>
    public static Dictionary<string, string>? Parse(IEnumerable<string> words)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in words.Chunk(2))
        {
            if (pair is not [['-', '-', .. { Length: > 0 } name], var value])
                return null;
            options[name] = value;
        }

        return options;
    }
}
