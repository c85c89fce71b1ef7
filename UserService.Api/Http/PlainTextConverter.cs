using System.Text.Json;
using System.Text.Json.Serialization;

namespace UserService.Api.Http;

/// <summary>Refuses NUL in any text: PostgreSQL cannot store it, and no honest client sends it.</summary>
internal sealed class PlainTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
            throw new JsonException();
        try
        {
            var text = reader.GetString();
            return text is not null && text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException() : text;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(null, e); // half a surrogate pair
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
