namespace UserService.Core.Partners.Flutterwave;

/// <summary>Flutterwave v3. Section <c>Partners:Flutterwave</c>.</summary>
public sealed class FlutterwaveOptions : PartnerOptions
{
    public const string Section = "Partners:Flutterwave";

    public FlutterwaveOptions() => BaseUrl = "https://api.flutterwave.com/v3/";

    /// <summary>The text that webhooks carry in <c>verif-hash</c>. Without it webhooks are refused.</summary>
    public Secret? WebhookHash { get; set; }

    /// <summary>Where the customer comes back to after consenting to the use of the BVN. Default none.</summary>
    public string? ConsentReturnUrl { get; set; }
}
