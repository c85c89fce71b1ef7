namespace UserService.Core.Authentication.Dpop;

/// <summary>The request a proof came with.</summary>
/// <param name="Proof">Value of the one <c>DPoP</c> header; a request with two of them is refused by the caller.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">Absolute address as the CLIENT sees it (before the gateway); query and fragment are ignored.</param>
/// <param name="AccessToken">The token presented with it, whose hash the proof must carry; null at the token endpoint.</param>
/// <param name="BoundThumbprint">The token's <c>cnf.jkt</c>; null where no token is bound yet.</param>
/// <param name="Nonces">Nonces that are good now; null where none is asked for.</param>
public sealed record DpopRequest(string Proof, string Method, string Url, string? AccessToken, string? BoundThumbprint, IReadOnlyCollection<string>? Nonces)
{
    /// <summary>Never proof or token.</summary>
    public override string ToString() => $"DPoP proof for {Method}";
}
