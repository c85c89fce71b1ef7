using UserService.Core.Audit;

namespace UserService.Core.Mfa.Factors;

/// <summary>A user's second factors and recovery codes. Hosts let only callers with a recent second factor change them.</summary>
public interface IFactorService
{
    /// <summary>The confirmed factors, the oldest first.</summary>
    Task<FactorList> ListAsync(Guid userId, CancellationToken ct);

    /// <summary>Makes the secret of an authenticator app; it counts once its first code was sent to <see cref="ConfirmTotpAsync"/>.</summary>
    Task<StartTotpResult> StartTotpAsync(Guid userId, string? name, CancellationToken ct);

    /// <summary>Proves that the app has the secret. The code is spent with that.</summary>
    Task<FactorResult> ConfirmTotpAsync(Guid userId, Guid factorId, string code, Actor actor, CancellationToken ct);

    /// <summary>Makes the verified telephone number a factor.</summary>
    Task<FactorResult> AddSmsAsync(Guid userId, string? name, Actor actor, CancellationToken ct);

    /// <summary>False where the user has no such factor.</summary>
    Task<bool> RenameAsync(Guid userId, Guid factorId, string name, Actor actor, CancellationToken ct);

    /// <returns>Null when it is removed: <c>not_found</c>, or <c>last_factor</c> where the account must keep one.</returns>
    Task<Errors.Error?> RemoveAsync(Guid userId, Guid factorId, Actor actor, CancellationToken ct);

    /// <summary>Ten new codes, in the form to be shown this once; the old ones work no more.</summary>
    Task<IReadOnlyList<string>> CreateRecoveryCodesAsync(Guid userId, Actor actor, CancellationToken ct);
}

/// <summary>What a user can prove a sign-in with.</summary>
/// <param name="RecoveryCodesLeft">0 to 10.</param>
/// <param name="Required">Whether the account must keep at least one factor.</param>
public sealed record FactorList(IReadOnlyList<FactorView> Factors, int RecoveryCodesLeft, bool Required);

/// <summary>A factor as its owner sees it.</summary>
/// <param name="Kind"><c>totp</c>, <c>passkey</c> or <c>sms</c>.</param>
/// <param name="Suspect">Showed signs of being copied: works no more.</param>
public sealed record FactorView(Guid Id, string Kind, string? Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, bool Suspect)
{
    internal static FactorView Of(Factor f) => new(f.Id, f.Kind.ToWire(), f.Name, f.CreatedAt, f.LastUsedAt, f.SuspectedAt is not null);
}

/// <summary>How adding a factor ended.</summary>
public abstract record FactorResult
{
    public sealed record Added(FactorView Factor) : FactorResult;

    public sealed record Failed(Errors.Error Error) : FactorResult;
}

/// <summary>How starting with an authenticator app ended.</summary>
public abstract record StartTotpResult
{
    /// <param name="Secret">Base32, for typing.</param>
    /// <param name="Uri">The same as <c>otpauth://</c> URI.</param>
    /// <param name="QrPng">The same as a picture.</param>
    public sealed record Started(Guid FactorId, string Secret, string Uri, byte[] QrPng) : StartTotpResult
    {
        public override string ToString() => $"[totp secret of {FactorId}]";
    }

    public sealed record Failed(Errors.Error Error) : StartTotpResult;
}
