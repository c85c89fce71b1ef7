namespace UserService.Core.Authentication.Tokens;

/// <summary>Says whether a token is good here and now: the signature is checked once per token, expiry and session every time.</summary>
public interface ITokenValidator
{
    /// <summary>The token's claims, or null when it is not good for whatever reason: callers learn no more than that.</summary>
    ValueTask<ValidatedToken?> ValidateAsync(string token, TokenKind kind, CancellationToken ct);
}
