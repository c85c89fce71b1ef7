using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Banking.Billers;

/// <summary>Bills that a customer pays again and again.</summary>
public interface IBillerService
{
    /// <summary>What can be paid for; null where no partner has ever told and none can now.</summary>
    Task<IReadOnlyList<BillItem>?> ListBillsAsync(CancellationToken ct);

    /// <summary>What the customer has saved, the oldest first.</summary>
    Task<IReadOnlyList<SavedBillerView>> ListAsync(Guid userId, CancellationToken ct);

    /// <summary>Asks the biller whether the reference is one of its own, and saves it.</summary>
    Task<SaveBillerResult> SaveAsync(Guid userId, NewBiller biller, Actor actor, CancellationToken ct);

    /// <summary>False where the customer has saved no such biller.</summary>
    Task<bool> RemoveAsync(Guid userId, Guid id, Actor actor, CancellationToken ct);
}

/// <param name="Reference">The customer's number at the biller.</param>
/// <param name="Label">What the customer calls it.</param>
public sealed record NewBiller(string BillerCode, string ItemCode, string Reference, string? Label)
{
    public override string ToString() => $"[biller {BillerCode}]";
}

/// <param name="CustomerName">As the biller has it; may be empty.</param>
public sealed record SavedBillerView(Guid Id, string BillerCode, string ItemCode, string BillerName, string? Label, string Reference, string CustomerName, DateTimeOffset SavedAt)
{
    public override string ToString() => $"[saved biller {Id}]";
}

/// <summary>How saving ended.</summary>
public abstract record SaveBillerResult
{
    public sealed record Saved(SavedBillerView Biller) : SaveBillerResult;

    public sealed record Failed(Error Error) : SaveBillerResult;
}
