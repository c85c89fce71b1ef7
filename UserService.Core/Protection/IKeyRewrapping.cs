namespace UserService.Core.Protection;

/// <summary>Brings every data key under the current master key. The data themselves are not touched: only what their keys are wrapped with.</summary>
public interface IKeyRewrapping
{
    /// <summary>
    /// Goes through the data keys in batches, each a transaction of its own. May be stopped and started again at any time, and several may run at
    /// once: each takes rows that no other holds, and what is done is not done again.
    /// </summary>
    /// <param name="batch">Keys per transaction.</param>
    Task<RewrapProgress> RewrapAsync(int batch, IProgress<RewrapProgress> progress, CancellationToken ct);

    /// <summary>How many data keys each master key wraps.</summary>
    Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken ct);
}

/// <summary>How far rewrapping has come.</summary>
/// <param name="Rewrapped">Keys that this run has brought under the current master key.</param>
/// <param name="Failed">Keys that could not be unwrapped; each is logged with its id.</param>
/// <param name="Remaining">Keys that another master key still wraps, the failed ones included.</param>
public sealed record RewrapProgress(long Rewrapped, long Failed, long Remaining);
