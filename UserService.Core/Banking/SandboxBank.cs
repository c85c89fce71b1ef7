using Microsoft.Extensions.Options;
using UserService.Core.Partners.Sandbox;

namespace UserService.Core.Banking;

/// <summary>Banks and billers that answer by rule, for machines of developers; never in Production. The numbers are listed in docs/api/banking.md.</summary>
internal sealed class SandboxBank(IOptions<SandboxOptions> options) : IBankAccountResolver, IBillAggregator
{
    public string Name => "sandbox";

    public bool IsConfigured => options.Value.Enabled is true;

    public long Cost => 0;

    // A bank does not know who asks: whoever registers as Ada Okafor can link an account.
    public Task<AccountAnswer> ResolveAsync(string bankCode, string accountNumber, CancellationToken ct) => Task.FromResult<AccountAnswer>(accountNumber[..3] switch
    {
        "333" => new AccountAnswer.Found("A. OKAFOR"),
        "444" => new AccountAnswer.Found("SOMEBODY ELSE"),
        "555" => new AccountAnswer.NotFound(),
        "777" => new AccountAnswer.Unavailable(),
        _ => new AccountAnswer.Found("OKAFOR ADA NGOZI"),
    });

    public Task<IReadOnlyList<Bank>?> ListBanksAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Bank>?>([new Bank("044", "Access Bank"), new Bank("058", "Guaranty Trust Bank"), new Bank("057", "Zenith Bank")]);

    public Task<IReadOnlyList<BillItem>?> ListAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<BillItem>?>([new BillItem("BIL119", "CB141", "DSTV", "SmartCard Number"), new BillItem("BIL112", "UB157", "Eko Electricity prepaid", "Meter Number")]);

    public Task<BillCustomerAnswer> ValidateAsync(string billerCode, string itemCode, string customer, CancellationToken ct) => Task.FromResult<BillCustomerAnswer>(
        customer.StartsWith("555", StringComparison.Ordinal) ? new BillCustomerAnswer.Invalid()
        : customer.StartsWith("777", StringComparison.Ordinal) ? new BillCustomerAnswer.Unavailable()
        : new BillCustomerAnswer.Valid("ADA OKAFOR"));
}
