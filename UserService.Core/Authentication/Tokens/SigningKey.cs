namespace UserService.Core.Authentication.Tokens;

/// <summary>An ES256 key that signs access tokens. Published before it signs and after it has stopped, so that no token is refused meanwhile.</summary>
internal sealed class SigningKey
{
    private SigningKey()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The <c>kid</c>: RFC 7638 thumbprint of the public key.</summary>
    public string KeyId { get; private init; } = "";

    /// <summary>Affine coordinates, base64url.</summary>
    public string X { get; private init; } = "";

    public string Y { get; private init; } = "";

    /// <summary>PKCS#8, encrypted under the system key.</summary>
    public byte[] PrivateProtected { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Signs from then on.</summary>
    public DateTimeOffset ActiveFrom { get; private init; }

    /// <summary>Is no longer published nor accepted from then on.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    public static SigningKey Of(Guid id, string keyId, string x, string y, byte[] privateProtected, DateTimeOffset activeFrom, DateTimeOffset now) => new()
    {
        Id = id,
        KeyId = keyId,
        X = x,
        Y = y,
        PrivateProtected = privateProtected,
        CreatedAt = now,
        ActiveFrom = activeFrom,
    };

    public bool IsPublished(DateTimeOffset now) => RetiredAt is null || now < RetiredAt;

    /// <summary>No token of it is good any more: somebody else may have it.</summary>
    public void Withdraw(DateTimeOffset now) => RetireAt(now);

    /// <summary>Sets the end, or brings it forward.</summary>
    public void RetireAt(DateTimeOffset when) => RetiredAt = when < RetiredAt ? when : RetiredAt ?? when;
}
