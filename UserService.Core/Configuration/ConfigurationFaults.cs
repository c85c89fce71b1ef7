using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace UserService.Core.Configuration;

/// <summary>Says in one line each what is wrong with the configuration: the key, the fault, and an example. Never a configured value, which may be a secret.</summary>
internal static partial class ConfigurationFaults
{
    /// <summary>The lines; empty where the exception is about something else.</summary>
    public static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        // The first fault of a key is enough: "is missing" need not be followed by "is not https".
        AggregateException many => [.. many.InnerExceptions.SelectMany(Explain).DistinctBy(Key)],
        OptionsValidationException refused => [.. refused.Failures.Select(failure => Explain(failure, refused.OptionsType)).DistinctBy(Key)],
        // EF Core's integration asks for its connection string by itself, when a command first uses it.
        InvalidOperationException when exception.Message.StartsWith("ConnectionString is missing", StringComparison.Ordinal) => [RequiredServer.Database.Missing],
        InvalidOperationException when NotConvertible().Match(exception.Message) is { Success: true } match =>
            [Line(match.Groups["key"].Value, $"is no {Name(match.Groups["type"].Value)}")],
        _ => [],
    };

    /// <summary>One line about one key.</summary>
    public static string Line(string key, string fault, string? example = null)
    {
        var setting = OptionsCatalog.Find(key);
        example ??= setting?.Example;
        var variable = setting?.Variable ?? key.Replace(":", "__", StringComparison.Ordinal); // that of a list names its first member
        return string.IsNullOrEmpty(example) ? $"{key} {fault}." : $"{key} {fault}; for example {variable}={example}";
    }

    private static string Explain(string failure, Type type)
    {
        var section = OptionsCatalog.Section(type) ?? type.Name;
        if (Annotation().Match(failure) is { Success: true } annotation)
            return Line($"{section}:{annotation.Groups["member"].Value}", Reword(annotation.Groups["error"].Value));
        if (Generated().Match(failure) is { Success: true } generated)
            return Line($"{section}:{generated.Groups["path"].Value.Replace('.', ':')}", Reword(generated.Groups["error"].Value));
        if (Prefixed().Match(failure) is { Success: true } prefixed)
            return Line($"{prefixed.Groups["section"].Value}:{prefixed.Groups["member"].Value}", prefixed.Groups["error"].Value.TrimEnd('.'));
        if (failure.Contains("for example", StringComparison.Ordinal))
            return failure;
        return Keyed().Match(failure) is { Success: true } keyed ? Line(keyed.Groups["key"].Value, keyed.Groups["error"].Value.TrimEnd('.')) : failure;
    }

    private static string Key(string line) => line.Split(' ')[0];

    private static string Reword(string error) =>
        error.Contains("is required", StringComparison.Ordinal) ? "is missing"
        : Range().Match(error) is { Success: true } range ? $"must be {range.Groups["least"].Value} to {range.Groups["most"].Value}"
        : error.Contains("URL", StringComparison.Ordinal) ? "is no absolute address"
        : error.TrimEnd('.');

    private static string Name(string type) => type switch
    {
        "System.TimeSpan" => "time (hh:mm:ss or d.hh:mm:ss)",
        "System.Boolean" => "truth value (true or false)",
        "System.Int32" or "System.Int64" => "whole number",
        _ when type.StartsWith("System.Nullable", StringComparison.Ordinal) => Name(type.Split('[', ',')[^1].TrimEnd(']')),
        _ => type.Split('.')[^1],
    };

    [GeneratedRegex(@"^DataAnnotation validation failed for '.*?' members: '(?<member>[^',]*).*?' with the error: '(?<error>.*)'\.$", RegexOptions.Singleline)]
    private static partial Regex Annotation();

    /// <summary>Of a validator that the options source generator wrote: the path stands behind the class's name.</summary>
    [GeneratedRegex(@"^((Property )?\w+: ?)?(?<error>The (field )?\w+Options\.(?<path>[\w.]+?)( field)? .*)$")]
    private static partial Regex Generated();

    [GeneratedRegex(@"^(?<section>\w+): (?<member>\w[\w:]*) (?<error>.*)$")]
    private static partial Regex Prefixed();

    [GeneratedRegex(@"^(?<key>[A-Z]\w*(:\w+)+) (?<error>.*)$")]
    private static partial Regex Keyed();

    [GeneratedRegex(@"must be between (?<least>\S+) and (?<most>\S+?)\.?$")]
    private static partial Regex Range();

    [GeneratedRegex(@"^Failed to convert configuration value.* at '(?<key>[^']+)' to type '(?<type>[^']+)'")]
    private static partial Regex NotConvertible();
}
