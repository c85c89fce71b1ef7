using Microsoft.IdentityModel.Tokens;

namespace UserService.Core.Authentication.Clients;

/// <summary>What a client may sign its assertions with.</summary>
public static class ClientAlgorithms
{
    public static readonly IReadOnlyList<string> Supported = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256];
}
