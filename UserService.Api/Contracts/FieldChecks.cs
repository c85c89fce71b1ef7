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

    /// <summary>Why staff do something: kept in the audit trail, whose column leaves it 400 characters.</summary>
    public static string? Reason(this FieldErrors errors, string path, string? text)
    {
        if (errors.Text(path, text, 400) is not { } reason)
            return null;
        if (!string.IsNullOrWhiteSpace(reason) && !reason.Any(char.IsControl))
            return reason.Trim();
        errors.Add(path, "A reason in words is needed.");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public static string? OneOf(this FieldErrors errors, string path, string? text, IReadOnlyList<string> words)
    {
        if (text is null)
            errors.Add(path, Missing);
        else if (words.Contains(text))
            return text;
        else
            errors.Add(path, $"One of {string.Join(", ", words)} is needed.");
        return null;
    }

    /// <summary>1 to 50 texts of 1 to <paramref name="max"/> characters each.</summary>
    public static IReadOnlyList<string>? Texts(this FieldErrors errors, string path, IReadOnlyList<string>? texts, int max)
    {
        if (texts is null)
            errors.Add(path, Missing);
        else if (texts.Count is > 0 and <= 50 && texts.All(t => t is { Length: > 0 } && t.Length <= max))
            return texts;
        else
            errors.Add(path, $"1 to 50 texts of 1 to {max} characters are needed.");
        return null;
    }

    public static Guid Required(this FieldErrors errors, string path, Guid? value)
    {
        if (value is null)
            errors.Add(path, Missing);
        return value ?? Guid.Empty;
    }
}
