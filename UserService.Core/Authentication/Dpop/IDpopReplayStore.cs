namespace UserService.Core.Authentication.Dpop;

/// <summary>Remembers proofs for as long as they could be used again.</summary>
public interface IDpopReplayStore
{
    /// <summary>True for exactly one caller per key.</summary>
    ValueTask<bool> TryRegisterAsync(string key, TimeSpan lifetime, CancellationToken ct);
}
