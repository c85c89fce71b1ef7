using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using UserService.Api.Contracts;

namespace UserService.Api.OpenApi;

/// <summary>Describes the token endpoint, which reads its form by hand and answers in the shape of RFC 6749.</summary>
internal sealed class TokenRequestForm : IOpenApiOperationTransformer
{
    private const string Form = "application/x-www-form-urlencoded";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId != "Token")
            return;
        operation.Description = "The client proves its secret in the form or with HTTP Basic.";
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentFrame.Basic, context.Document)] = [] },
            [],
        ];
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Form] = new OpenApiMediaType
                {
                    Schema = Fields(),
                    Example = new JsonObject { ["grant_type"] = "client_credentials", ["client_id"] = "payments", ["client_secret"] = "cs_…", ["scope"] = "users.read" },
                },
            },
        };
        context.Document!.AddComponent(nameof(OAuthError), await context.GetOrCreateSchemaAsync(typeof(OAuthError), null, cancellationToken));
        Refuse(operation, context.Document, "400", "`invalid_request`, `unsupported_grant_type`, `invalid_scope`.", "invalid_scope", "The client may not have one of these scopes.");
        Refuse(operation, context.Document, "401", "`invalid_client`.", "invalid_client", "The client is unknown, disabled, or its secret is wrong.");
    }

    private static OpenApiSchema Fields() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "grant_type" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["grant_type"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = "client_credentials" },
            ["client_id"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Not with HTTP Basic." },
            ["client_secret"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Not with HTTP Basic." },
            ["scope"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Scopes with blanks between them; all that the client has where it is left out." },
        },
    };

    private static void Refuse(OpenApiOperation operation, OpenApiDocument document, string status, string description, string error, string text) =>
        operation.Responses![status] = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(nameof(OAuthError), document),
                    Example = new JsonObject { ["error"] = error, ["error_description"] = text },
                },
            },
        };
}
