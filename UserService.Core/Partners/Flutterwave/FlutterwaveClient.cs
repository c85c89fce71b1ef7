using Microsoft.Extensions.Options;

namespace UserService.Core.Partners.Flutterwave;

/// <summary>The calls of Flutterwave's v3 API that this service needs.</summary>
internal sealed class FlutterwaveClient(HttpClient http, IOptions<FlutterwaveOptions> options)
{
    public const string Name = "flutterwave";

    /// <summary>Starts the verification of a BVN: the customer consents on the register's own page. Paid.</summary>
    public async Task<PartnerAnswer<FlutterwaveConsent>> StartBvnAsync(string bvn, string firstName, string lastName, CancellationToken ct) =>
        Data(await http.PostAsync(
            options.Value,
            "bvn/verifications",
            new FlutterwaveBvnRequest(bvn, firstName, lastName, options.Value.ConsentReturnUrl),
            FlutterwaveJson.Default.FlutterwaveBvnRequest,
            FlutterwaveJson.Default.FlutterwaveAnswerFlutterwaveConsent,
            ct));

    /// <summary>What became of a verification; the record once the customer has consented.</summary>
    public async Task<PartnerAnswer<FlutterwaveBvn>> ReadBvnAsync(string reference, CancellationToken ct) =>
        Data(await http.GetAsync(options.Value, $"bvn/verifications/{Uri.EscapeDataString(reference)}", FlutterwaveJson.Default.FlutterwaveAnswerFlutterwaveBvn, ct));

    /// <summary>The name on an account.</summary>
    public async Task<PartnerAnswer<string>> ResolveAccountAsync(string accountNumber, string bankCode, CancellationToken ct) =>
        Data(await http.PostAsync(
            options.Value,
            "accounts/resolve",
            new FlutterwaveAccountRequest(accountNumber, bankCode),
            FlutterwaveJson.Default.FlutterwaveAccountRequest,
            FlutterwaveJson.Default.FlutterwaveAnswerFlutterwaveAccount,
            ct)).Map(account => account.AccountName);

    public async Task<PartnerAnswer<List<FlutterwaveBank>>> ListBanksAsync(CancellationToken ct) =>
        Data(await http.GetAsync(options.Value, "banks/NG", FlutterwaveJson.Default.FlutterwaveAnswerListFlutterwaveBank, ct));

    /// <summary>What can be paid for.</summary>
    public async Task<PartnerAnswer<List<FlutterwaveBillItem>>> ListBillsAsync(CancellationToken ct) =>
        Data(await http.GetAsync(options.Value, "bill-categories", FlutterwaveJson.Default.FlutterwaveAnswerListFlutterwaveBillItem, ct));

    /// <summary>Whose meter, decoder or account a reference is.</summary>
    public async Task<PartnerAnswer<FlutterwaveBillCustomer>> ValidateBillAsync(string itemCode, string billerCode, string customer, CancellationToken ct) =>
        Data(await http.GetAsync(options.Value,
            $"bill-items/{Uri.EscapeDataString(itemCode)}/validate?code={Uri.EscapeDataString(billerCode)}&customer={Uri.EscapeDataString(customer)}",
            FlutterwaveJson.Default.FlutterwaveAnswerFlutterwaveBillCustomer,
            ct));

    private static PartnerAnswer<T> Data<T>(PartnerAnswer<FlutterwaveAnswer<T>> answer)
        where T : class => answer switch
    {
        PartnerAnswer<FlutterwaveAnswer<T>>.Answered({ Status: "success", Data: { } data }) => new PartnerAnswer<T>.Answered(data),
        PartnerAnswer<FlutterwaveAnswer<T>>.Answered({ Status: "error", Message: var message }) => new PartnerAnswer<T>.Refused(200, message),
        PartnerAnswer<FlutterwaveAnswer<T>>.Answered => new PartnerAnswer<T>.Unknown("unreadable_answer"),
        _ => answer.Map<T>(_ => default!),
    };
}
