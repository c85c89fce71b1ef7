using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Mfa.TransactionPins;

/// <summary>The customer's transaction PIN: 4 to 6 digits with a counter of its own.</summary>
public interface ITransactionPinService
{
    /// <summary>Sets the first PIN, or a new one in place of a forgotten or blocked one. Callers ask for a recent second factor first.</summary>
    Task<Error?> SetAsync(Guid userId, string pin, Actor actor, CancellationToken ct);

    /// <summary>Replaces a PIN that its owner knows.</summary>
    Task<Error?> ChangeAsync(Guid userId, string current, string pin, Actor actor, CancellationToken ct);
}
