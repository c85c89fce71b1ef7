using UserService.Core.Configuration;

namespace UserService.Core.Authentication.Dpop;

/// <summary>Configuration section <c>Dpop</c>.</summary>
public sealed class DpopOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Dpop";

    /// <summary>How old a proof may be. Default 60 s ("on the order of seconds or minutes": RFC 9449, section 11.1).</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How far the client's clock may be ahead, and behind on top of the lifetime. Default 8 s.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The API's address as clients see it, in front of every gateway; proofs name it in <c>htu</c>. Default: <c>Tokens:Issuer</c>.</summary>
    [Example("https://id.bank.example")]
    public string? PublicBaseUrl { get; set; }

    /// <summary>The gRPC server's address as services see it; proofs name it in <c>htu</c>. Default: the address that each call itself names, which serves while nothing in between ends TLS.</summary>
    [Example("https://users.bank.example:8081")]
    public string? PublicGrpcUrl { get; set; }
}
