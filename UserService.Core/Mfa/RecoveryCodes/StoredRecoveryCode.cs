namespace UserService.Core.Mfa.RecoveryCodes;

/// <summary>A recovery code as it is kept: its hash, and whether it is spent.</summary>
internal sealed class StoredRecoveryCode
{
    private StoredRecoveryCode()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>See <see cref="RecoveryCode.Hash"/>.</summary>
    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? UsedAt { get; private init; }

    public static StoredRecoveryCode Of(RecoveryCode code, Guid userId, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), UserId = userId, Hash = code.Hash(userId), CreatedAt = now };
}
