using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace UserService.Core.Configuration;

/// <summary>One setting of an options class.</summary>
/// <param name="Key">Its whole key, such as <c>Tokens:Issuer</c>; the members of a list end with <c>:0</c>, those of a dictionary with <c>:ID</c>.</param>
/// <param name="Property">What it is bound to.</param>
/// <param name="DefaultValue">What holds where nothing is configured; null for nothing.</param>
internal sealed record OptionSetting(string Key, PropertyInfo Property, object? DefaultValue)
{
    public bool IsRequired => Property.IsDefined(typeof(RequiredAttribute));

    /// <summary>The default as one writes it; empty for none.</summary>
    public string Default => Write(DefaultValue);

    /// <summary>As an environment variable.</summary>
    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal);

    public string? Example => Property.GetCustomAttribute<ExampleAttribute>()?.Value ?? (Default.Length > 0 ? Default : null);

    public (string Least, string Most)? Range => Property.GetCustomAttribute<RangeAttribute>() is { } range
        ? (Convert.ToString(range.Minimum, CultureInfo.InvariantCulture)!, Convert.ToString(range.Maximum, CultureInfo.InvariantCulture)!)
        : null;

    private static string Write(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        string or Enum => value.ToString()!,
        System.Collections.IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Write)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
