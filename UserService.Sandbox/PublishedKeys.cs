using Microsoft.IdentityModel.Tokens;

namespace UserService.Sandbox;

/// <summary>The keys that the User Service publishes.</summary>
internal sealed class PublishedKeys(HttpClient http)
{
    public async Task<IList<SecurityKey>> GetAsync(Uri address, CancellationToken ct) => new JsonWebKeySet(await http.GetStringAsync(address, ct)).GetSigningKeys();
}
