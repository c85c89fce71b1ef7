using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace UserService.Core.Configuration;

/// <summary>
/// Every options class of the loaded assemblies of this service with its settings: what explains a wrong value at the start, finds misspelt keys, and
/// writes docs/deployment/configuration.md. An options class is named so and has a constant <c>Section</c> (or <c>SectionName</c>).
/// </summary>
internal static class OptionsCatalog
{
    private const BindingFlags Constants = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> Types() =>
        from assembly in AppDomain.CurrentDomain.GetAssemblies()
        where assembly.GetName().Name is { } name && name.StartsWith("UserService.", StringComparison.Ordinal) && name != "UserService.Tests"
        from type in assembly.GetTypes()
        where type.Name.EndsWith("Options", StringComparison.Ordinal) && Section(type) is not null
        orderby Section(type), type.FullName
        select type;

    public static string? Section(Type type) =>
        (type.GetField("Section", Constants) ?? type.GetField("SectionName", Constants))?.GetRawConstantValue() as string;

    public static IReadOnlyList<OptionSetting> Settings(Type type) => [.. Of(Section(type)!, type, Activator.CreateInstance(type, nonPublic: true)!)];

    public static OptionSetting? Find(string key)
    {
        var plain = Plain(key);
        return Types().SelectMany(Settings).FirstOrDefault(s => Plain(s.Key).Equals(plain, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the binder would use a key: it is a setting, or one of a list or dictionary.</summary>
    public static bool IsKnown(string key, IReadOnlyList<OptionSetting> settings) =>
        settings.Any(s => key.Equals(s.Key, StringComparison.OrdinalIgnoreCase) || (Parent(s.Key) is { } parent && key.StartsWith(parent, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<OptionSetting> Of(string path, Type type, object instance)
    {
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).OrderBy(p => p.MetadataToken))
        {
            var key = $"{path}:{property.Name}";
            var value = property.GetValue(instance);
            var form = property.PropertyType;
            if (typeof(IDictionary).IsAssignableFrom(form) || (form.IsGenericType && form.Name.Contains("Dictionary", StringComparison.Ordinal)))
                yield return new OptionSetting($"{key}:ID", property, null);
            else if (form != typeof(string) && typeof(IEnumerable).IsAssignableFrom(form))
                yield return new OptionSetting($"{key}:0", property, value);
            else if (IsGroup(form))
                foreach (var inner in Of(key, form, value ?? Activator.CreateInstance(form, nonPublic: true)!))
                    yield return inner;
            else if (property.SetMethod is { IsPublic: true })
                yield return new OptionSetting(key, property, value);
        }
    }

    // Settings below a setting, and not a value that the binder makes of one text, such as a secret.
    private static bool IsGroup(Type form) =>
        form.IsClass && form.Namespace?.StartsWith("UserService.", StringComparison.Ordinal) == true
        && !TypeDescriptor.GetConverter(form).CanConvertFrom(typeof(string))
        && form.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is not null;

    private static string? Parent(string key) => key.EndsWith(":0", StringComparison.Ordinal) || key.EndsWith(":ID", StringComparison.Ordinal) ? key[..(key.LastIndexOf(':') + 1)] : null;

    private static string Plain(string key) => Parent(key)?.TrimEnd(':') ?? key;
}
