using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace UserService.Api.OpenApi;

/// <summary>Puts the example of its schema beside every body that has none.</summary>
internal sealed class ExampleFiller : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            Fill(operation.RequestBody?.Content);
            foreach (var response in operation.Responses ?? [])
                Fill(response.Value.Content);
        }

        return Task.CompletedTask;
    }

    private static void Fill(IDictionary<string, OpenApiMediaType>? content)
    {
        foreach (var body in content?.Values.Where(b => b.Example is null && b.Examples is null) ?? [])
        {
            if (body.Schema is OpenApiSchemaReference { Reference.Id: { } id } && Examples.BySchema.TryGetValue(id, out var example))
                body.Example = JsonNode.Parse(example);
            else if (body.Schema?.OneOf is { Count: > 0 } shapes)
                body.Examples = shapes.OfType<OpenApiSchemaReference>().Where(s => Examples.BySchema.ContainsKey(s.Reference.Id!))
                    .ToDictionary(s => s.Reference.Id!, s => (IOpenApiExample)new OpenApiExample { Value = JsonNode.Parse(Examples.BySchema[s.Reference.Id!]) });
        }
    }
}
