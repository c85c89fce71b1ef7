using UserService.Core.Errors;

namespace UserService.Api.Contracts;

/// <summary>Makes a value object of a text, or says that it cannot.</summary>
internal delegate bool TryCreate<T>(string? raw, out T? value);

/// <summary>The checks that members of requests share.</summary>
internal static class FieldChecks
{
    private const string Missing = "Required.";

    public static T? Parse<T>(this FieldErrors errors, string path, string? text, TryCreate<T> create, string fault)
        where T : class
    {
        if (text is null)
            errors.Add(path, Missing);
        else if (create(text, out var value))
            return value;
        else
            errors.Add(path, fault);
        return null;
    }

    /// <summary>A text of 1 to <paramref name="max"/> characters.</summary>
    public static string? Text(this FieldErrors errors, string path, string? text, int max)
    {
        if (text is null)
            errors.Add(path, Missing);
        else if (text.Length == 0 || text.Length > max)
            errors.Add(path, $"1 to {max} characters are needed.");
        else
            return text;
        return null;
    }

    /// <summary>Nothing, or a text of 1 to <paramref name="max"/> characters.</summary>
    public static string? OptionalText(this FieldErrors errors, string path, string? text, int max) =>
        text is null ? null : errors.Text(path, text, max);

    public static Guid Required(this FieldErrors errors, string path, Guid? value)
    {
        if (value is null)
            errors.Add(path, Missing);
        return value ?? Guid.Empty;
    }
}
