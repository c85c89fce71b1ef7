using System.Text.Json;
using System.Text.Json.Serialization;

namespace UserService.Api.Http;

/// <summary>Refuses NUL in any text: PostgreSQL cannot store it, and no honest client sends it.</summary>
internal sealed class PlainTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? Plain(ref reader) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    // The names of fields in validation problems. Without these two the framework looks for a converter of its own, which a process has only once it has used reflection for JSON.
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Plain(ref reader) ?? throw new JsonException();

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private static string? Plain(ref Utf8JsonReader reader)
    {
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
}
