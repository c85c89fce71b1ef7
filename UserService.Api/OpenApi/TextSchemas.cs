using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using UserService.Api.Contracts;

namespace UserService.Api.OpenApi;

/// <summary>
/// Gives texts their type: our converter refuses NUL, and the framework describes what a custom converter reads as "anything".
/// A required member of a request is declared nullable only so that its absence can be told with all other faults, unless it may be null.
/// </summary>
internal sealed class TextSchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var property = context.JsonPropertyInfo;
        var required = property?.AttributeProvider?.GetCustomAttributes(typeof(RequiredAttribute), inherit: true) is [not RequiredOrNullAttribute];
        if (context.JsonTypeInfo.Type == typeof(string))
            schema.Type = property is { IsGetNullable: true } && !required ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        else if (required)
            schema.Type &= ~JsonSchemaType.Null;

        // Elements of a list are texts like any other.
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Array) && context.JsonTypeInfo.ElementType == typeof(string))
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };

        // Each topic of a change may be null, which is not to be seen of a dictionary at run time.
        if (property is { Name: "topics" } && property.DeclaringType == typeof(SettingsPatch) && schema.AdditionalProperties is OpenApiSchema channels)
            channels.Type |= JsonSchemaType.Null;

        // Members that are left out where they have no value.
        foreach (var optional in context.JsonTypeInfo.Properties.Where(IsLeftOut))
            schema.Required?.Remove(optional.Name);

        if (context.JsonTypeInfo.Type == typeof(SessionResponse))
            Fix(schema, "authenticated");
        else if (context.JsonTypeInfo.Type == typeof(MfaRequiredResponse))
            Fix(schema, "mfa_required");
        return Task.CompletedTask;
    }

    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];

    // The member that tells the two answers to a login apart.
    private static void Fix(OpenApiSchema schema, string status)
    {
        if (schema.Properties?["status"] is OpenApiSchema property)
            property.Const = status;
    }
}
