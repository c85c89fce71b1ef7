namespace UserService.Core.Sessions;

/// <summary>One signed-in client of one user. Also the family of its refresh tokens, of which only the newest works.</summary>
internal sealed class Session
{
    private Session()
    {
    }

    /// <summary>The <c>sid</c> claim.</summary>
    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public Guid DeviceId { get; private init; }

    public string ClientId { get; private init; } = "";

    /// <summary>Authentication methods (RFC 8176), such as <c>pwd</c>, <c>otp</c>, <c>mfa</c>.</summary>
    public string[] Amr { get; private set; } = [];

    /// <summary>What was reached: <c>aal1</c> to <c>aal3</c> (NIST SP 800-63B).</summary>
    public string Acr { get; private set; } = "";

    public DateTimeOffset AuthenticatedAt { get; private set; }

    public string? Name { get; private set; }

    public string? Address { get; private set; }

    public string? UserAgent { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset LastSeenAt { get; private set; }

    public DateTimeOffset IdleExpiresAt { get; private set; }

    public DateTimeOffset AbsoluteExpiresAt { get; private init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public string? RevokedReason { get; private set; }

    /// <summary>Counts rotations of the refresh token; part of the token, so that an old one is known as such.</summary>
    public int RefreshGeneration { get; private set; }

    /// <summary>SHA-256 of the newest refresh token.</summary>
    public byte[] RefreshHash { get; private set; } = [];

    /// <summary>When the newest refresh token replaced its predecessor; starts the grace for a client that missed the answer.</summary>
    public DateTimeOffset RefreshedAt { get; private set; }

    /// <summary>RFC 7638 thumbprint of the client's DPoP key, to which all its tokens are bound; null for bearer tokens.</summary>
    public string? KeyThumbprint { get; private init; }

    public static Session Start(NewSession start, DateTimeOffset now) => new()
    {
        Id = start.Id,
        UserId = start.UserId,
        DeviceId = start.DeviceId,
        ClientId = start.ClientId,
        Amr = [.. start.Amr],
        Acr = start.Acr,
        AuthenticatedAt = now,
        Address = start.Address,
        UserAgent = start.UserAgent is { Length: > 256 } agent ? agent[..256] : start.UserAgent,
        CreatedAt = now,
        LastSeenAt = now,
        RefreshedAt = now,
        IdleExpiresAt = start.IdleExpiresAt,
        AbsoluteExpiresAt = start.AbsoluteExpiresAt,
        RefreshHash = start.RefreshHash,
        KeyThumbprint = start.KeyThumbprint,
    };

    public bool IsLive(DateTimeOffset now) => RevokedAt is null && now < IdleExpiresAt && now < AbsoluteExpiresAt;

    /// <summary>Another factor has been shown just now.</summary>
    public void StepUp(IReadOnlyList<string> amr, DateTimeOffset now)
    {
        Amr = [.. Amr.Union([.. amr, "mfa"], StringComparer.Ordinal)];
        Acr = "aal2";
        AuthenticatedAt = now;
    }

    public void Revoke(string reason, DateTimeOffset now)
    {
        RevokedAt ??= now;
        RevokedReason ??= reason;
    }
}

/// <summary>What a session starts with.</summary>
internal sealed record NewSession(
    Guid Id,
    Guid UserId,
    Guid DeviceId,
    string ClientId,
    IReadOnlyList<string> Amr,
    string Acr,
    string? Address,
    string? UserAgent,
    byte[] RefreshHash,
    DateTimeOffset IdleExpiresAt,
    DateTimeOffset AbsoluteExpiresAt,
    string? KeyThumbprint);
