using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace UserService.Api.OpenApi;

/// <summary>Title, tags, security schemes and the one schema of problems.</summary>
internal sealed class DocumentFrame : IOpenApiDocumentTransformer
{
    public const string Bearer = "bearer";
    public const string Basic = "client";
    public const string Problem = "Problem";

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Authentication", "Opening an account, signing in, staying signed in, signing out."),
        ("Passwords", "Changing a password, and replacing a forgotten one."),
        ("Factors", "What the caller can prove a sign-in with."),
        ("Approvals", "Consent to one operation, and the PIN that can give it."),
        ("Sessions", "Where the caller is signed in."),
        ("Devices", "What the caller has signed in with."),
        ("Profile", "What customers see and change of themselves."),
        ("Settings", "The customer's own switches, preferences and consents."),
        ("Notifications", "What the customer was told of, as it stays in the app."),
        ("Administration", "What staff do: customers, requests for a second person, roles, service clients."),
        ("Verification", "Who the customer is: checks, cases, tiers and their limits."),
        ("Banking", "Bank accounts in the customer's name, and billers."),
        ("Entitlements", "What the customer may do with money now."),
        ("Privacy", "The customer's data: a copy of it, and their erasure."),
        ("Webhooks", "What partners tell of; signed by them."),
        ("OAuth", "Tokens and keys for services."),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "User Service",
            Version = "1.0.0",
            Description = "Identity and profile authority of a banking platform. Errors are RFC 9457 problem details with a stable code.",
            Contact = new OpenApiContact { Name = "User Service contributors" },
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };

        // Relative, so that the document is the same wherever it is served.
        document.Servers = [new OpenApiServer { Url = "/" }];
        var used = document.Tags?.Select(t => t.Name).ToHashSet() ?? [];
        document.Tags = new HashSet<OpenApiTag>(
            Tags.Where(t => used.Contains(t.Name)).Select(t => new OpenApiTag { Name = t.Name, Description = t.Description })
                .Concat(used.Where(name => Array.TrueForAll(Tags, t => t.Name != name)).Select(name => new OpenApiTag { Name = name })));
        document.AddComponent(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "An access token from signing in (RFC 9068).",
        });
        document.AddComponent(Basic, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "basic", Description = "A service client's id and secret (RFC 6749 section 2.3.1).",
        });
        document.AddComponent(Problem, ProblemSchema());

        // Described for what the framework saw, and replaced since.
        foreach (var unused in new[] { "ProblemDetails", "HttpValidationProblemDetails", "KeyValuePairOfstringAndStringValues" })
            document.Components!.Schemas!.Remove(unused);
        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A problem (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("`about:blank`: the code says what the status alone does not."),
            ["title"] = Text("The status in words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["detail"] = Text("For a developer to read."),
            ["code"] = Text("Stable: what a client may decide by."),
            ["traceId"] = Text("Finds the request in traces and logs."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "With `invalid_request`: what is wrong, by the path of the member.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
