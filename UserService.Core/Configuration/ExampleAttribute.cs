namespace UserService.Core.Configuration;

/// <summary>A value that a setting without a useful default may have: shown in the documents and when the setting is missing or wrong.</summary>
/// <param name="value">As one writes it into an environment variable; for a secret, how to make one.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExampleAttribute(string value) : Attribute
{
    public string Value => value;
}
