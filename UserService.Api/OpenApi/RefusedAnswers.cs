using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using UserService.Api.Http;

namespace UserService.Api.OpenApi;

/// <summary>Describes every problem that an operation answers with, and what token it needs.</summary>
internal sealed class RefusedAnswers : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var own = Refusals.ByOperation.GetValueOrDefault(operation.OperationId ?? "", []);
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var authorized = metadata.OfType<IAuthorizeData>().Any();
        var stepUp = metadata.OfType<RecentAal2>().Any();
        var permission = metadata.OfType<NeededPermission>().LastOrDefault()?.Permission;
        List<Refusal> refusals = [.. SharedRefusals.Of(DescribedOperation.Of(operation, context)), .. own];
        if (authorized)
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentFrame.Bearer, context.Document)] = [] }];
        if (!refusals.Exists(r => r.Status == 400))
            operation.Responses!.Remove("400"); // the framework's guess for whatever can answer with a problem
        foreach (var status in refusals.Distinct().GroupBy(r => r.Status).OrderBy(g => g.Key))
            operation.Responses![status.Key.ToString(CultureInfo.InvariantCulture)] = Share([.. status], context.Document!);
        operation.Description = $"{operation.Description} {Needs(authorized, stepUp, permission)}".Trim();
        return Task.CompletedTask;
    }

    private static string Needs(bool authorized, bool stepUp, string? permission) => (authorized, stepUp) switch
    {
        (_, true) when permission is not null => $"Needs the permission `{permission}` and a sign-in with a second factor within the last 15 minutes.",
        _ when permission is not null => $"Needs the permission `{permission}` and a sign-in with a second factor.",
        (true, true) => "Needs an access token of a sign-in with a second factor within the last 15 minutes.",
        (true, false) => "Needs an access token.",
        _ => "Needs no access token.",
    };

    // Operations that refuse alike share one description; the same code can stand for two statuses.
    private static OpenApiResponseReference Share(Refusal[] refusals, OpenApiDocument document)
    {
        var name = string.Join('-', refusals.Select(r => r.Code).Order(StringComparer.Ordinal).Prepend(refusals[0].Status.ToString(CultureInfo.InvariantCulture)));
        if (document.Components?.Responses?.ContainsKey(name) != true)
            document.AddComponent(name, Describe(refusals, document));
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse Describe(Refusal[] refusals, OpenApiDocument document)
    {
        var status = refusals[0].Status;
        var title = ReasonPhrases.GetReasonPhrase(status);
        var codes = refusals.Select(r => r.Code).Order(StringComparer.Ordinal).ToList();
        return new OpenApiResponse
        {
            Description = $"{title}: {string.Join(", ", codes.Select(c => $"`{c}`"))}.",
            Headers = HeaderDescriptions.OfProblem(status, codes),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(DocumentFrame.Problem, document),
                    Examples = codes.ToDictionary(c => c, c => (IOpenApiExample)new OpenApiExample { Value = Example(status, title, c) }),
                },
            },
        };
    }

    private static JsonObject Example(int status, string title, string code)
    {
        var problem = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = title,
            ["status"] = status,
            ["code"] = code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (code == "invalid_request")
            problem["errors"] = new JsonObject { ["firstName"] = new JsonArray("Required.") };
        return problem;
    }
}
