using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace UserService.Api.OpenApi;

/// <summary>Describes the headers that callers have to send or may rely on.</summary>
internal sealed class HeaderDescriptions : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        switch (operation.OperationId)
        {
            case "GetProfile" or "GetSettings":
                Parameter(operation, "If-None-Match", required: false, "An ETag: 304 without a body where it is the current one.");
                Answer(operation, "200", "ETag", "The revision, for If-Match and If-None-Match.", "\"1\"");
                operation.Responses!["304"] = new OpenApiResponse
                {
                    Description = "Not Modified",
                    Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = Text("The revision.", "\"1\"") },
                };
                break;
            case "GetLimits":
                Answer(operation, "200", "ETag", "The revision, for If-Match.", "\"1\"");
                break;
            case "UpdateProfile" or "UpdateSettings" or "ChangeLimits":
                Parameter(operation, "If-Match", required: true, "The ETag of the last read, or a list of which one has to be the current one; `*` for whichever is there. Weak tags match nothing.");
                Answer(operation, "200", "ETag", "The new revision.", "\"2\"");
                break;
            case "GetKeys":
                Answer(operation, "200", "Cache-Control", "How long the answer may be kept.", "public, max-age=300");
                break;
            default:
                break;
        }

        return Task.CompletedTask;
    }

    public static Dictionary<string, IOpenApiHeader>? OfProblem(int status) => status switch
    {
        401 => new() { ["WWW-Authenticate"] = Text("The scheme, and for a step-up what is asked for (RFC 9470).", "Bearer") },
        429 or 503 => new()
        {
            ["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" }, Example = 2 },
        },
        _ => null,
    };

    private static void Parameter(OpenApiOperation operation, string name, bool required, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = required,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = "\"1\"",
        });
    }

    private static void Answer(OpenApiOperation operation, string status, string name, string description, string example)
    {
        if (operation.Responses![status] is OpenApiResponse response)
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = Text(description, example);
    }

    private static OpenApiHeader Text(string description, string example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };
}
