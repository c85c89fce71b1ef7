using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace UserService.Core.Partners.Flutterwave;

/// <summary>The calls of Flutterwave's v3 API that this service needs.</summary>
internal sealed class FlutterwaveClient(HttpClient http, IOptions<FlutterwaveOptions> options)
{
    public const string Name = "flutterwave";

    /// <summary>Starts the verification of a BVN: the customer consents on the register's own page. Paid.</summary>
    public async Task<PartnerAnswer<FlutterwaveConsent>> StartBvnAsync(string bvn, string firstName, string lastName, CancellationToken ct) =>
        Data(await PostAsync(
            "bvn/verifications",
            new FlutterwaveBvnRequest(bvn, firstName, lastName, options.Value.ConsentReturnUrl),
            FlutterwaveJson.Default.FlutterwaveBvnRequest,
            FlutterwaveJson.Default.FlutterwaveAnswerFlutterwaveConsent,
            ct));

    /// <summary>What became of a verification; the record once the customer has consented.</summary>
    public async Task<PartnerAnswer<FlutterwaveBvn>> ReadBvnAsync(string reference, CancellationToken ct) =>
        Data(await GetAsync($"bvn/verifications/{Uri.EscapeDataString(reference)}", FlutterwaveJson.Default.FlutterwaveAnswerFlutterwaveBvn, ct));

    /// <summary>The name on an account.</summary>
    public async Task<PartnerAnswer<string>> ResolveAccountAsync(string accountNumber, string bankCode, CancellationToken ct) =>
        Data(await PostAsync(
            "accounts/resolve",
            new FlutterwaveAccountRequest(accountNumber, bankCode),
            FlutterwaveJson.Default.FlutterwaveAccountRequest,
            FlutterwaveJson.Default.FlutterwaveAnswerFlutterwaveAccount,
            ct)).Map(account => account.AccountName);

    public async Task<PartnerAnswer<List<FlutterwaveBank>>> ListBanksAsync(CancellationToken ct) =>
        Data(await GetAsync("banks/NG", FlutterwaveJson.Default.FlutterwaveAnswerListFlutterwaveBank, ct));

    /// <summary>What can be paid for.</summary>
    public async Task<PartnerAnswer<List<FlutterwaveBillItem>>> ListBillsAsync(CancellationToken ct) =>
        Data(await GetAsync("bill-categories", FlutterwaveJson.Default.FlutterwaveAnswerListFlutterwaveBillItem, ct));

    /// <summary>Whose meter, decoder or account a reference is.</summary>
    public async Task<PartnerAnswer<FlutterwaveBillCustomer>> ValidateBillAsync(string itemCode, string billerCode, string customer, CancellationToken ct) =>
        Data(await GetAsync(
            $"bill-items/{Uri.EscapeDataString(itemCode)}/validate?code={Uri.EscapeDataString(billerCode)}&customer={Uri.EscapeDataString(customer)}",
            FlutterwaveJson.Default.FlutterwaveAnswerFlutterwaveBillCustomer,
            ct));

    private async Task<PartnerAnswer<TAnswer>> GetAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> type, CancellationToken ct)
        where TAnswer : class
    {
        using var request = Authorised(HttpMethod.Get, path);
        return await http.SendAsync(request, type, ct);
    }

    private async Task<PartnerAnswer<TAnswer>> PostAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> type, CancellationToken ct)
        where TAnswer : class
    {
        using var request = Authorised(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body, bodyType);
        return await http.SendAsync(request, type, ct);
    }

    private HttpRequestMessage Authorised(HttpMethod method, string path) => new(method, path)
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.Value.SecretKey?.Reveal()) },
    };

    private static PartnerAnswer<T> Data<T>(PartnerAnswer<FlutterwaveAnswer<T>> answer)
        where T : class => answer switch
    {
        PartnerAnswer<FlutterwaveAnswer<T>>.Answered({ Status: "success", Data: { } data }) => new PartnerAnswer<T>.Answered(data),
        PartnerAnswer<FlutterwaveAnswer<T>>.Answered({ Status: "error", Message: var message }) => new PartnerAnswer<T>.Refused(200, message),
        PartnerAnswer<FlutterwaveAnswer<T>>.Answered => new PartnerAnswer<T>.Unknown("unreadable_answer"),
        _ => answer.Map<T>(_ => default!),
    };
}
