using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace UserService.Api.OpenApi;

/// <summary>Describes bodies that the endpoint reads itself, and the framework therefore does not know of.</summary>
internal sealed class RawBodies : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ReadsRawBody>().Any())
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "As the partner has written and signed it.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = new JsonObject { ["event"] = "customeridentification.success", ["data"] = new JsonObject() },
                    },
                },
            };
        }

        return Task.CompletedTask;
    }
}
