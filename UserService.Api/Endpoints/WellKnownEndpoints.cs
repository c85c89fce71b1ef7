using Microsoft.Extensions.Options;
using UserService.Api.Contracts;
using UserService.Core.Authentication.Tokens;

namespace UserService.Api.Endpoints;

/// <summary><c>/.well-known</c>: what others need to know to trust our tokens.</summary>
internal static class WellKnownEndpoints
{
    // A new key is published at least an hour before it signs, so a copy of five minutes is never behind.
    private const string Cacheable = "public, max-age=300";

    public static void MapWellKnown(this IEndpointRouteBuilder app)
    {
        var wellKnown = app.MapGroup("/.well-known").WithTags("OAuth");
        wellKnown.MapGet("/jwks.json", KeysAsync).WithName("GetKeys").WithSummary("The public keys that sign access tokens (RFC 7517)");
        wellKnown.MapGet("/oauth-authorization-server", Metadata).WithName("GetServerMetadata").WithSummary("Where everything of OAuth is, and what is supported (RFC 8414)");
    }

    private static async Task<PublicKeySet> KeysAsync(IPublicKeys keys, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = Cacheable;
        return await keys.GetAsync(ct);
    }

    private static ServerMetadata Metadata(IOptions<TokenOptions> options, HttpResponse response)
    {
        response.Headers.CacheControl = Cacheable;
        return ServerMetadata.Of(options.Value.Issuer);
    }
}
