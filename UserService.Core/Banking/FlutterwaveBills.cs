using Microsoft.Extensions.Options;
using UserService.Core.Partners;
using UserService.Core.Partners.Flutterwave;

namespace UserService.Core.Banking;

internal sealed class FlutterwaveBills(FlutterwaveClient client, IOptions<FlutterwaveOptions> options) : IBillAggregator
{
    public string Name => FlutterwaveClient.Name;

    public bool IsConfigured => options.Value.IsConfigured;

    public async Task<IReadOnlyList<BillItem>?> ListAsync(CancellationToken ct) =>
        await client.ListBillsAsync(ct) is PartnerAnswer<List<FlutterwaveBillItem>>.Answered(var items)
            ? [.. items.Where(i => i is { BillerCode: not null, ItemCode: not null } && i.Country is null or "NG").Select(i => new BillItem(i.BillerCode!, i.ItemCode!, i.BillerName ?? i.Name ?? i.ItemCode!, i.LabelName ?? "Reference"))]
            : null;

    public async Task<BillCustomerAnswer> ValidateAsync(string billerCode, string itemCode, string customer, CancellationToken ct) =>
        await client.ValidateBillAsync(itemCode, billerCode, customer, ct) switch
        {
            PartnerAnswer<FlutterwaveBillCustomer>.Answered({ ResponseCode: "00" } valid) => new BillCustomerAnswer.Valid(valid.Name ?? ""),
            PartnerAnswer<FlutterwaveBillCustomer>.Answered or PartnerAnswer<FlutterwaveBillCustomer>.Refused => new BillCustomerAnswer.Invalid(),
            _ => new BillCustomerAnswer.Unavailable(),
        };
}
