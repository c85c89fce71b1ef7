using Microsoft.Extensions.Options;
using UserService.Core.Partners;
using UserService.Core.Partners.Flutterwave;

namespace UserService.Core.Banking;

internal sealed class FlutterwaveAccounts(FlutterwaveClient client, IOptions<FlutterwaveOptions> options) : IBankAccountResolver
{
    public string Name => FlutterwaveClient.Name;

    public bool IsConfigured => options.Value.IsConfigured;

    public long Cost => options.Value.Costs.GetValueOrDefault("account");

    public async Task<AccountAnswer> ResolveAsync(string bankCode, string accountNumber, CancellationToken ct) =>
        Accounts.AccountAnswers.Of(await client.ResolveAccountAsync(accountNumber, bankCode, ct));

    public async Task<IReadOnlyList<Bank>?> ListBanksAsync(CancellationToken ct) =>
        await client.ListBanksAsync(ct) is PartnerAnswer<List<FlutterwaveBank>>.Answered(var banks) ? [.. banks.Select(b => new Bank(b.Code, b.Name))] : null;
}
