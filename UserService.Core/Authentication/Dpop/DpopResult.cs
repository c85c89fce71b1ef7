namespace UserService.Core.Authentication.Dpop;

/// <summary>What <see cref="DpopValidator.ValidateAsync"/> says.</summary>
public abstract record DpopResult
{
    private DpopResult()
    {
    }

    /// <summary>The sender holds the key.</summary>
    /// <param name="Thumbprint">RFC 7638 thumbprint of the key, for <c>cnf.jkt</c>.</param>
    public sealed record Valid(string Thumbprint) : DpopResult;

    /// <summary>Answer 400 or 401 with error <c>invalid_dpop_proof</c>.</summary>
    /// <param name="Reason">For logs and tests; callers learn only the error code.</param>
    public sealed record Invalid(DpopFailure Reason) : DpopResult;

    /// <summary>Answer with error <c>use_dpop_nonce</c> and a fresh <c>DPoP-Nonce</c>.</summary>
    public sealed record NonceRequired : DpopResult
    {
        internal static readonly NonceRequired Instance = new();
    }
}

/// <summary>Why a proof was refused.</summary>
public enum DpopFailure
{
    /// <summary>No signed JWT of a sensible size, or one with duplicate names.</summary>
    Malformed,

    /// <summary><c>typ</c> is not <c>dpop+jwt</c>.</summary>
    WrongType,

    /// <summary><c>alg</c> is not ES256, PS256 or RS256.</summary>
    AlgorithmNotAllowed,

    /// <summary>The key is missing, private, symmetric, too weak or of the wrong kind.</summary>
    KeyNotAllowed,

    /// <summary>The key did not sign this.</summary>
    WrongSignature,

    /// <summary><c>htm</c> is another method.</summary>
    WrongMethod,

    /// <summary><c>htu</c> is another address.</summary>
    WrongUrl,

    /// <summary><c>iat</c> is missing, too old or in the future.</summary>
    OutOfTime,

    /// <summary><c>ath</c> is not the hash of the access token.</summary>
    WrongTokenHash,

    /// <summary>The token is bound to another key.</summary>
    WrongKey,

    /// <summary>The proof was seen before.</summary>
    Replayed,
}
