using Microsoft.Extensions.Options;
using UserService.Core.Partners;
using UserService.Core.Partners.Paystack;

namespace UserService.Core.Banking;

internal sealed class PaystackAccounts(PaystackClient client, IOptions<PaystackOptions> options) : IBankAccountResolver
{
    public string Name => PaystackClient.Name;

    public bool IsConfigured => options.Value.IsConfigured;

    public long Cost => options.Value.Costs.GetValueOrDefault("account");

    public async Task<AccountAnswer> ResolveAsync(string bankCode, string accountNumber, CancellationToken ct) =>
        Accounts.AccountAnswers.Of(await client.ResolveAccountAsync(accountNumber, bankCode, ct));

    public async Task<IReadOnlyList<Bank>?> ListBanksAsync(CancellationToken ct) =>
        await client.ListBanksAsync(ct) is PartnerAnswer<List<PaystackBank>>.Answered(var banks)
            ? [.. banks.Where(b => b.Active is not false).Select(b => new Bank(b.Code, b.Name))]
            : null;
}
