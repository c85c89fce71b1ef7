using System.Text.Json.Serialization;

namespace UserService.Core.Partners.Paystack;

/// <summary>Every answer of Paystack. Source of these shapes: PaystackOSS/openapi.</summary>
internal sealed record PaystackAnswer<T>(bool Status, string? Message, T? Data);

internal sealed record NewPaystackCustomer(string Email, string FirstName, string LastName, string? Phone);

internal sealed record PaystackCustomer(string CustomerCode);

/// <summary>Asks whether a BVN, an account and a name belong together.</summary>
internal sealed record PaystackIdentification(string Country, string Type, string Bvn, string BankCode, string AccountNumber, string FirstName, string LastName)
{
    public override string ToString() => "[identification]";
}

/// <summary>An acknowledgement without data.</summary>
internal sealed record PaystackAccepted(bool Status, string? Message);

internal sealed record PaystackAccount(string AccountNumber, string AccountName)
{
    public override string ToString() => "[account]";
}

internal sealed record PaystackBank(string Name, string Code, bool? Active);

/// <summary>A webhook's frame; <c>data</c> differs by event.</summary>
internal sealed record PaystackEvent(string? Event, PaystackEventData? Data);

/// <summary>What <c>customeridentification.success</c> and <c>.failed</c> carry.</summary>
internal sealed record PaystackEventData(string? CustomerCode, PaystackIdentified? Identification, string? Reason);

/// <summary>What was asked, with the numbers masked.</summary>
internal sealed record PaystackIdentified(string? Type, string? Bvn, string? AccountNumber, string? BankCode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NewPaystackCustomer))]
[JsonSerializable(typeof(PaystackIdentification))]
[JsonSerializable(typeof(PaystackAccepted))]
[JsonSerializable(typeof(PaystackAnswer<PaystackCustomer>))]
[JsonSerializable(typeof(PaystackAnswer<PaystackAccount>))]
[JsonSerializable(typeof(PaystackAnswer<List<PaystackBank>>))]
[JsonSerializable(typeof(PaystackEvent))]
internal sealed partial class PaystackJson : JsonSerializerContext;
