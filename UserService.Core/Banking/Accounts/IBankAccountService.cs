using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Banking.Accounts;

/// <summary>A customer's own accounts at other banks. Callers ask for a recent second factor before a change.</summary>
public interface IBankAccountService
{
    /// <summary>The linked accounts, the default first.</summary>
    Task<IReadOnlyList<BankAccountView>> ListAsync(Guid userId, CancellationToken ct);

    /// <summary>Asks the bank whose the account is and links it where it is the customer's. The first that is clearly hers becomes the default.</summary>
    Task<LinkAccountResult> LinkAsync(Guid userId, string bankCode, string accountNumber, Actor actor, CancellationToken ct);

    /// <summary>Money goes there unless another account is named.</summary>
    Task<Error?> MakeDefaultAsync(Guid userId, Guid accountId, Actor actor, CancellationToken ct);

    /// <summary>Unlinking again changes nothing.</summary>
    Task<Error?> UnlinkAsync(Guid userId, Guid accountId, Actor actor, CancellationToken ct);
}

/// <param name="AccountNumber">Masked but for its last four digits.</param>
/// <param name="AccountName">As the bank has it.</param>
/// <param name="Verified">Whether that is clearly the customer's name.</param>
public sealed record BankAccountView(Guid Id, string BankCode, string BankName, string AccountNumber, string AccountName, bool Verified, bool IsDefault, DateTimeOffset LinkedAt)
{
    public override string ToString() => $"[bank account {Id}]";
}

/// <summary>How linking ended.</summary>
public abstract record LinkAccountResult
{
    public sealed record Linked(BankAccountView Account) : LinkAccountResult;

    public sealed record Failed(Error Error) : LinkAccountResult;
}
