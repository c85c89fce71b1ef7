namespace UserService.Api.OpenApi;

/// <summary>Makes the generated document say what the framework cannot know: texts, refusals, headers, examples.</summary>
internal static class OpenApiSetup
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddSchemaTransformer<TextSchemas>();
        options.AddOperationTransformer<AlternativeAnswers>();
        options.AddOperationTransformer<RefusedAnswers>();
        options.AddOperationTransformer<HeaderDescriptions>();
        options.AddOperationTransformer<RawBodies>();
        options.AddOperationTransformer<TokenRequestForm>();
        options.AddDocumentTransformer<DocumentFrame>();
        options.AddDocumentTransformer<ExampleFiller>();
    });
}
