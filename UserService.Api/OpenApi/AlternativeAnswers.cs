using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace UserService.Api.OpenApi;

/// <summary>Describes answers of one status and several shapes, of which the framework keeps the last.</summary>
internal sealed class AlternativeAnswers : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var produced = context.Description.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>()
            .Where(p => p.StatusCode < 300 && p.Type is not null && p.Type != typeof(void)).DistinctBy(p => p.Type);
        foreach (var alternatives in produced.GroupBy(p => p.StatusCode).Where(g => g.Count() > 1))
        {
            List<IOpenApiSchema> shapes = [];
            foreach (var type in alternatives.Select(a => a.Type!))
            {
                context.Document!.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
                shapes.Add(new OpenApiSchemaReference(type.Name, context.Document));
            }

            var status = alternatives.Key.ToString(CultureInfo.InvariantCulture);
            operation.Responses![status].Content!["application/json"].Schema = new OpenApiSchema { OneOf = shapes };
        }
    }
}
