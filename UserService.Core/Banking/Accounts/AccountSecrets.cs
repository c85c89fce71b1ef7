using UserService.Core.Protection;

namespace UserService.Core.Banking.Accounts;

/// <summary>Encrypts and decrypts what is kept of linked accounts.</summary>
internal sealed class AccountSecrets(UserKeys keys, BlindIndexes indexes)
{
    private const string NumberColumn = "bank_accounts.number";
    private const string NameColumn = "bank_accounts.name";

    public async Task<SealedAccount> SealAsync(Guid userId, string bankCode, string number, string name, CancellationToken ct)
    {
        var key = await keys.GetAsync(userId, ct);
        return new SealedAccount(key.Protect(number, NumberColumn), await IndexAsync(bankCode, number, ct), key.Protect(name, NameColumn));
    }

    public ValueTask<byte[]> IndexAsync(string bankCode, string number, CancellationToken ct) => indexes.ComputeAsync("bank_account", $"{bankCode}:{number}", ct);

    public async Task<string> NameAsync(BankAccount account, CancellationToken ct) => (await keys.GetAsync(account.UserId, ct)).Reveal(account.NameProtected, NameColumn);
}
