using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace UserService.Core.Partners.Paystack;

/// <summary>The calls of Paystack's API that this service needs. https://paystack.com/docs/api</summary>
internal sealed class PaystackClient(HttpClient http, IOptions<PaystackOptions> options)
{
    public const string Name = "paystack";

    /// <summary>Makes a customer, or finds the one with the address.</summary>
    public async Task<PartnerAnswer<string>> EnsureCustomerAsync(NewPaystackCustomer customer, CancellationToken ct) =>
        Data(await PostAsync("customer", customer, PaystackJson.Default.NewPaystackCustomer, PaystackJson.Default.PaystackAnswerPaystackCustomer, ct), c => c.CustomerCode);

    /// <summary>Asks whether a BVN, an account and a name belong together. Paid; the result comes as a webhook.</summary>
    public async Task<PartnerAnswer<PaystackAccepted>> IdentifyAsync(string customerCode, PaystackIdentification identification, CancellationToken ct) =>
        await PostAsync(
            $"customer/{Uri.EscapeDataString(customerCode)}/identification", identification, PaystackJson.Default.PaystackIdentification, PaystackJson.Default.PaystackAccepted, ct);

    /// <summary>The name on an account.</summary>
    public async Task<PartnerAnswer<string>> ResolveAccountAsync(string accountNumber, string bankCode, CancellationToken ct) =>
        Data(
            await GetAsync($"bank/resolve?account_number={Uri.EscapeDataString(accountNumber)}&bank_code={Uri.EscapeDataString(bankCode)}", PaystackJson.Default.PaystackAnswerPaystackAccount, ct),
            account => account.AccountName);

    /// <summary>The banks of Nigeria that accounts can be resolved at.</summary>
    public async Task<PartnerAnswer<List<PaystackBank>>> ListBanksAsync(CancellationToken ct) =>
        Data(await GetAsync("bank?country=nigeria&perPage=100", PaystackJson.Default.PaystackAnswerListPaystackBank, ct), banks => banks);

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

    private static PartnerAnswer<TOut> Data<TIn, TOut>(PartnerAnswer<PaystackAnswer<TIn>> answer, Func<TIn, TOut> map)
        where TIn : class => answer switch
    {
        PartnerAnswer<PaystackAnswer<TIn>>.Answered({ Status: true, Data: { } data }) => new PartnerAnswer<TOut>.Answered(map(data)),
        PartnerAnswer<PaystackAnswer<TIn>>.Answered({ Status: false, Message: var message }) => new PartnerAnswer<TOut>.Refused(200, message),
        PartnerAnswer<PaystackAnswer<TIn>>.Answered => new PartnerAnswer<TOut>.Unknown("unreadable_answer"),
        _ => answer.Map<TOut>(_ => default!),
    };
}
