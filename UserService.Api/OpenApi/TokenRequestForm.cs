using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using UserService.Api.Contracts;

namespace UserService.Api.OpenApi;

/// <summary>Describes the endpoints of OAuth that read their form by hand and answer in the shape of RFC 6749.</summary>
internal sealed class TokenRequestForm : IOpenApiOperationTransformer
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string InvalidClient = "The client is unknown, disabled, or has not proven who it is.";

    private static readonly (string Name, string Description)[] Client =
    [
        ("client_id", "Not with HTTP Basic."),
        ("client_secret", "Not with HTTP Basic, and not with an assertion."),
        ("client_assertion_type", "`urn:ietf:params:oauth:client-assertion-type:jwt-bearer` (RFC 7523)."),
        ("client_assertion", "Not with anything else. A JWT signed with a key of the client (RFC 7523 section 3)."),
    ];

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId is not ("Token" or "Introspect" or "Revoke"))
            return;
        var document = context.Document!;
        document.AddComponent(nameof(OAuthError), await context.GetOrCreateSchemaAsync(typeof(OAuthError), null, cancellationToken));
        switch (operation.OperationId)
        {
            case "Token":
                Describe(
                    operation,
                    Fields("grant_type", [("grant_type", "`client_credentials` or `urn:ietf:params:oauth:grant-type:token-exchange` (RFC 8693)."), .. Client,
                        ("scope", "Scopes with blanks between them; all that the client has where it is left out."),
                        ("subject_token", "Token exchange: the customer's access token."),
                        ("subject_token_type", "Token exchange: `urn:ietf:params:oauth:token-type:access_token`."),
                        ("requested_token_type", "Token exchange: the same, or left out."),
                        ("audience", "Token exchange: the service to be called.")]),
                    new JsonObject { ["grant_type"] = "client_credentials", ["client_id"] = "payments", ["client_secret"] = "cs_…", ["scope"] = "users.read" });
                Refuse(operation, document, "400", "`invalid_request`, `unsupported_grant_type`, `invalid_scope`, `invalid_target`, `unauthorized_client`, `invalid_dpop_proof`.", "invalid_scope", "The client may not have one of these scopes.");
                break;
            case "Introspect":
                Describe(operation, Fields("token", [("token", "An access or refresh token."), ("token_type_hint", "Not needed: a token shows what it is."), .. Client]), new JsonObject { ["token"] = "eyJ…" });
                operation.Security!.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentFrame.Bearer, document)] = [] });
                Refuse(operation, document, "400", "`invalid_request`.", "invalid_request", "The parameter token is needed.");
                Refuse(operation, document, "403", "`insufficient_scope`.", "insufficient_scope", "The scope tokens.introspect is needed.");
                break;
            default:
                Describe(
                    operation,
                    Fields("token", [("token", "An access or refresh token of the session that is to end."), ("token_type_hint", "Not needed: a token shows what it is."), .. Client]),
                    new JsonObject { ["token"] = "rt_…", ["client_id"] = "mobile-app" });
                Refuse(operation, document, "400", "`invalid_request`, `unauthorized_client`, `unsupported_token_type`.", "invalid_request", "The parameter token is needed.");
                break;
        }

        Refuse(operation, document, "401", operation.OperationId == "Introspect" ? "`invalid_client`; `invalid_token` or `invalid_dpop_proof` for a bound service token." : "`invalid_client`.", "invalid_client", InvalidClient);

        // RFC 6749 §5.2: a form that is too large or none is an invalid_request like any other.
        operation.Responses!.Remove("413");
        operation.Responses.Remove("415");
        Refuse(operation, document, "429", "`rate_limited`; `Retry-After` says for how long.", "rate_limited", "Too many requests; wait before sending more.");
        Refuse(operation, document, "500", "`server_error`.", "server_error", "Internal Server Error");
        Refuse(operation, document, "503", "`temporarily_unavailable`.", "temporarily_unavailable", "A part of the service is away; try again.");

        void Describe(OpenApiOperation described, OpenApiSchema fields, JsonObject example)
        {
            described.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentFrame.Basic, document)] = [] },
                [],
            ];
            described.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [Form] = new OpenApiMediaType { Schema = fields, Example = example } },
            };
        }
    }

    private static OpenApiSchema Fields(string required, (string Name, string Description)[] fields) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { required },
        Properties = fields.ToDictionary(f => f.Name, f => (IOpenApiSchema)new OpenApiSchema { Type = JsonSchemaType.String, Description = f.Description }),
    };

    private static void Refuse(OpenApiOperation operation, OpenApiDocument document, string status, string description, string error, string text) =>
        operation.Responses![status] = new OpenApiResponse
        {
            Description = description,
            Headers = HeaderDescriptions.OfProblem(int.Parse(status, CultureInfo.InvariantCulture), [error]),
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
