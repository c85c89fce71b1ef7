using UserService.Core.Authentication.Tokens;

namespace UserService.Api.Endpoints;

/// <summary><c>/.well-known</c>: what others need to know to trust our tokens.</summary>
internal static class WellKnownEndpoints
{
    public static void MapWellKnown(this IEndpointRouteBuilder app) =>
        app.MapGet("/.well-known/jwks.json", KeysAsync).WithTags("OAuth").WithName("GetKeys").WithSummary("The public keys that sign access tokens (RFC 7517)");

    private static async Task<PublicKeySet> KeysAsync(IPublicKeys keys, HttpResponse response, CancellationToken ct)
    {
        // A new key is published at least an hour before it signs, so a copy of five minutes is never behind.
        response.Headers.CacheControl = "public, max-age=300";
        return await keys.GetAsync(ct);
    }
}
