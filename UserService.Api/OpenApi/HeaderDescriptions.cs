using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using UserService.Api.Http;

namespace UserService.Api.OpenApi;

/// <summary>Describes the headers that callers have to send or may rely on.</summary>
internal sealed class HeaderDescriptions : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var described = DescribedOperation.Of(operation, context);
        if (Idempotency.Honours(described.Method, described.Path, described.Metadata))
            Parameter(operation, Idempotency.Header, required: false, "1 to 255 printable ASCII characters, such as a UUID: a repetition with the same key and content gets the first answer again.", "0b9f3f1e-6f0c-4c53-9a0e-2f1d3c5b7a91");
        if (described.Metadata.GetMetadata<BoundToDpopKey>() is not null)
            Parameter(operation, DpopProofs.HeaderName, required: false, "A proof of a key (RFC 9449), to which the tokens are then bound.", "eyJ0eXAiOiJkcG9wK2p3dCIs…");
        switch (operation.OperationId)
        {
            case "GetProfile" or "GetSettings":
                Parameter(operation, "If-None-Match", required: false, "An ETag: 304 without a body where it is the current one.", "\"1\"");
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
                Parameter(operation, "If-Match", required: true, "The ETag of the last read, or a list of which one has to be the current one; `*` for whichever is there. Weak tags match nothing.", "\"1\"");
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

    /// <summary>What a problem carries besides its body.</summary>
    public static Dictionary<string, IOpenApiHeader>? OfProblem(int status, IReadOnlyList<string> codes) => status switch
    {
        401 => new() { ["WWW-Authenticate"] = Text("The scheme, and for a step-up what is asked for (RFC 9470).", "Bearer") },
        429 when codes.Contains(RequestLimits.Limited.Code) => new()
        {
            ["Retry-After"] = Wait(),
            ["RateLimit"] = Text("The limit, what is left of it, and when there is more (draft-ietf-httpapi-ratelimit-headers).", "\"user\";r=0;t=14"),
            ["RateLimit-Policy"] = Text("The limit: so many requests in so many seconds.", "\"user\";q=600;w=60"),
        },
        429 or 503 => new() { ["Retry-After"] = Wait() },
        409 when codes.Contains(Idempotency.InFlight.Code) => new() { ["Retry-After"] = Wait() },
        _ => null,
    };

    private static void Parameter(OpenApiOperation operation, string name, bool required, string description, string example)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = required,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = example,
        });
    }

    private static void Answer(OpenApiOperation operation, string status, string name, string description, string example)
    {
        if (operation.Responses![status] is OpenApiResponse response)
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = Text(description, example);
    }

    private static OpenApiHeader Wait() =>
        new() { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" }, Example = 2 };

    private static OpenApiHeader Text(string description, string example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };
}
