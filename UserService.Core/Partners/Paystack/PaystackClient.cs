using Microsoft.Extensions.Options;

namespace UserService.Core.Partners.Paystack;

/// <summary>The calls of Paystack's API that this service needs. https://paystack.com/docs/api</summary>
internal sealed class PaystackClient(HttpClient http, IOptions<PaystackOptions> options)
{
    public const string Name = "paystack";

    /// <summary>Makes a customer, or finds the one with the address.</summary>
    public async Task<PartnerAnswer<string>> EnsureCustomerAsync(NewPaystackCustomer customer, CancellationToken ct) =>
        Data(await http.PostAsync(options.Value, "customer", customer, PaystackJson.Default.NewPaystackCustomer, PaystackJson.Default.PaystackAnswerPaystackCustomer, ct), c => c.CustomerCode);

    /// <summary>Asks whether a BVN, an account and a name belong together. Paid; the result comes as a webhook.</summary>
    public async Task<PartnerAnswer<PaystackAccepted>> IdentifyAsync(string customerCode, PaystackIdentification identification, CancellationToken ct) =>
        await http.PostAsync(
            options.Value,
            $"customer/{Uri.EscapeDataString(customerCode)}/identification", identification, PaystackJson.Default.PaystackIdentification, PaystackJson.Default.PaystackAccepted, ct);

    /// <summary>The name on an account.</summary>
    public async Task<PartnerAnswer<string>> ResolveAccountAsync(string accountNumber, string bankCode, CancellationToken ct) =>
        Data(
            await http.GetAsync(options.Value, $"bank/resolve?account_number={Uri.EscapeDataString(accountNumber)}&bank_code={Uri.EscapeDataString(bankCode)}", PaystackJson.Default.PaystackAnswerPaystackAccount, ct),
            account => account.AccountName);

    /// <summary>The banks of Nigeria that accounts can be resolved at.</summary>
    public async Task<PartnerAnswer<List<PaystackBank>>> ListBanksAsync(CancellationToken ct) =>
        Data(await http.GetAsync(options.Value, "bank?country=nigeria&perPage=100", PaystackJson.Default.PaystackAnswerListPaystackBank, ct), banks => banks);

    private static PartnerAnswer<TOut> Data<TIn, TOut>(PartnerAnswer<PaystackAnswer<TIn>> answer, Func<TIn, TOut> map)
        where TIn : class => answer switch
    {
        PartnerAnswer<PaystackAnswer<TIn>>.Answered({ Status: true, Data: { } data }) => new PartnerAnswer<TOut>.Answered(map(data)),
        PartnerAnswer<PaystackAnswer<TIn>>.Answered({ Status: false, Message: var message }) => new PartnerAnswer<TOut>.Refused(200, message),
        PartnerAnswer<PaystackAnswer<TIn>>.Answered => new PartnerAnswer<TOut>.Unknown("unreadable_answer"),
        _ => answer.Map<TOut>(_ => default!),
    };
}
