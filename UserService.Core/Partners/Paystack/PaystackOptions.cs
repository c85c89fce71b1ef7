namespace UserService.Core.Partners.Paystack;

/// <summary>Paystack. Section <c>Partners:Paystack</c>.</summary>
public sealed class PaystackOptions : PartnerOptions
{
    public const string Section = "Partners:Paystack";

    public PaystackOptions() => BaseUrl = "https://api.paystack.co/";
}
