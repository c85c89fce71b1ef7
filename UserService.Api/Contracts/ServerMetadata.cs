using System.Text.Json.Serialization;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Dpop;

namespace UserService.Api.Contracts;

/// <summary>RFC 8414 §2. There is no authorization endpoint: customers sign in through the platform's own app at <c>/v1/auth</c>.</summary>
internal sealed record ServerMetadata(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("token_endpoint")] string TokenEndpoint,
    [property: JsonPropertyName("introspection_endpoint")] string IntrospectionEndpoint,
    [property: JsonPropertyName("revocation_endpoint")] string RevocationEndpoint,
    [property: JsonPropertyName("jwks_uri")] string KeysAddress,
    [property: JsonPropertyName("scopes_supported")] IReadOnlyList<string> Scopes,
    [property: JsonPropertyName("response_types_supported")] IReadOnlyList<string> ResponseTypes,
    [property: JsonPropertyName("grant_types_supported")] IReadOnlyList<string> GrantTypes,
    [property: JsonPropertyName("token_endpoint_auth_methods_supported")] IReadOnlyList<string> TokenAuthentication,
    [property: JsonPropertyName("token_endpoint_auth_signing_alg_values_supported")] IReadOnlyList<string> TokenSigning,
    [property: JsonPropertyName("introspection_endpoint_auth_methods_supported")] IReadOnlyList<string> IntrospectionAuthentication,
    [property: JsonPropertyName("introspection_endpoint_auth_signing_alg_values_supported")] IReadOnlyList<string> IntrospectionSigning,
    [property: JsonPropertyName("revocation_endpoint_auth_methods_supported")] IReadOnlyList<string> RevocationAuthentication,
    [property: JsonPropertyName("revocation_endpoint_auth_signing_alg_values_supported")] IReadOnlyList<string> RevocationSigning,
    [property: JsonPropertyName("dpop_signing_alg_values_supported")] IReadOnlyList<string> DpopSigning)
{
    private static readonly string[] Methods = ["client_secret_basic", "client_secret_post", "private_key_jwt"];

    public static ServerMetadata Of(string issuer)
    {
        var at = issuer.TrimEnd('/');
        var signing = ClientAlgorithms.Supported;
        return new ServerMetadata(
            issuer, $"{at}/oauth/token", $"{at}/oauth/introspect", $"{at}/oauth/revoke", $"{at}/.well-known/jwks.json",
            [.. ServiceScopes.All.Order(StringComparer.Ordinal)],
            ResponseTypes: [],
            ["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"],
            Methods, signing, [.. Methods, "bearer"], signing, [.. Methods, "none"], signing,
            DpopValidator.SupportedAlgorithms);
    }
}
