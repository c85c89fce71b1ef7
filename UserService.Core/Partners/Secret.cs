using System.ComponentModel;
using System.Globalization;

namespace UserService.Core.Partners;

/// <summary>A key or password from configuration. Printing it, or an object that holds it, gives nothing away.</summary>
[TypeConverter(typeof(SecretConverter))]
public sealed class Secret
{
    private readonly string value;

    public Secret(string value) => this.value = value;

    /// <summary>The secret itself: only for the call that needs it.</summary>
    public string Reveal() => value;

    public override string ToString() => "[secret]";
}

/// <summary>Lets configuration bind a text to a <see cref="Secret"/>; an empty text is none.</summary>
internal sealed class SecretConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string { Length: > 0 } text ? new Secret(text) : null;
}
