using Microsoft.Extensions.Options;
using UserService.Core.Partners;
using UserService.Core.Partners.Paystack;

namespace UserService.Core.Kyc.Verification;

/// <summary>Paystack matches a BVN with a bank account of the same person; the result comes as a webhook.</summary>
internal sealed class PaystackVerifier(PaystackClient client, IOptions<PaystackOptions> options) : IIdentityVerifier
{
    public string Name => PaystackClient.Name;

    public bool CanAnswer(IdentityQuestion question) =>
        options.Value.IsConfigured && question is { Kind: KycCheckKind.Bvn, Country: "NG", Email: not null, Claim: { Number: not null, BankCode: not null, AccountNumber: not null } };

    public long CostOf(KycCheckKind kind) => options.Value.Costs.GetValueOrDefault(kind.ToWire());

    public async Task<IdentityAnswer> AskAsync(IdentityQuestion question, CancellationToken ct)
    {
        // Free, and the same for the same address: nothing is lost where it has to be made again.
        var customer = await client.EnsureCustomerAsync(new NewPaystackCustomer(question.Email!, question.FirstName, question.LastName, question.PhoneNumber), ct);
        if (customer is not PartnerAnswer<string>.Answered(var code))
            return new IdentityAnswer.Unavailable("no_customer");
        var claim = question.Claim;
        var identification = new PaystackIdentification("NG", "bank_account", claim.Number!, claim.BankCode!, claim.AccountNumber!, question.FirstName, question.LastName);
        return await client.IdentifyAsync(code, identification, ct) switch
        {
            PartnerAnswer<PaystackAccepted>.Answered { Value.Status: true } => new IdentityAnswer.Pending(code, ContinueUrl: null),
            PartnerAnswer<PaystackAccepted>.Answered or PartnerAnswer<PaystackAccepted>.Refused => new IdentityAnswer.Denied(KycReasons.Mismatch),
            PartnerAnswer<PaystackAccepted>.Unavailable(var reason) => new IdentityAnswer.Unavailable(reason),
            _ => new IdentityAnswer.Unknown("no_answer"),
        };
    }

    // There is no call that tells: only the webhook does.
    public Task<IdentityAnswer> FollowUpAsync(IdentityQuestion question, string reference, CancellationToken ct) =>
        Task.FromResult<IdentityAnswer>(new IdentityAnswer.Pending(reference, ContinueUrl: null));
}
