using System.Text.Json.Serialization;

namespace UserService.Core.Partners.Flutterwave;

/// <summary>Every answer of Flutterwave v3. Source of these shapes: developer.flutterwave.com (v3.0).</summary>
internal sealed record FlutterwaveAnswer<T>(string? Status, string? Message, T? Data);

/// <summary>Asks for a customer's consent to read the register's record of a BVN.</summary>
internal sealed record FlutterwaveBvnRequest(string Bvn, string Firstname, string Lastname, string? RedirectUrl)
{
    public override string ToString() => "[bvn request]";
}

/// <param name="Url">Where the customer consents; none where consent is not needed.</param>
internal sealed record FlutterwaveConsent(string? Url, string Reference);

/// <param name="Status"><c>COMPLETED</c> once the customer has consented.</param>
internal sealed record FlutterwaveBvn(string? Status, string? Reference, FlutterwaveBvnRecord? BvnData);

/// <summary>The register's record. Its members are named in camelCase, unlike everything around them.</summary>
internal sealed record FlutterwaveBvnRecord
{
    [JsonPropertyName("nin")]
    public string? Nin { get; init; }

    [JsonPropertyName("surname")]
    public string? Surname { get; init; }

    [JsonPropertyName("firstName")]
    public string? FirstName { get; init; }

    [JsonPropertyName("middleName")]
    public string? MiddleName { get; init; }

    [JsonPropertyName("dateOfBirth")]
    public string? DateOfBirth { get; init; }

    [JsonPropertyName("phoneNumber1")]
    public string? PhoneNumber { get; init; }

    /// <summary>A text or a truth value, as old and new answers have it.</summary>
    [JsonPropertyName("watchlisted")]
    public System.Text.Json.JsonElement Watchlisted { get; init; }

    public override string ToString() => "[bvn record]";
}

internal sealed record FlutterwaveAccountRequest(string AccountNumber, string AccountBank)
{
    public override string ToString() => "[account]";
}

internal sealed record FlutterwaveAccount(string AccountNumber, string AccountName)
{
    public override string ToString() => "[account]";
}

internal sealed record FlutterwaveBank(string Name, string Code);

/// <summary>Something that can be paid for.</summary>
internal sealed record FlutterwaveBillItem(string? Name, string? BillerCode, string? ItemCode, string? BillerName, string? LabelName, string? ShortName, string? Country);

/// <summary>Whose meter, decoder or account a reference is.</summary>
internal sealed record FlutterwaveBillCustomer(string? ResponseCode, string? Name, string? Customer)
{
    public override string ToString() => "[bill customer]";
}

/// <summary>A webhook's frame (from memory of the documentation: <c>event</c> or <c>event.type</c>, <c>data.reference</c>).</summary>
internal sealed record FlutterwaveEvent
{
    [JsonPropertyName("event")]
    public string? Event { get; init; }

    [JsonPropertyName("data")]
    public FlutterwaveEventData? Data { get; init; }
}

internal sealed record FlutterwaveEventData(string? Reference, string? Status);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FlutterwaveBvnRequest))]
[JsonSerializable(typeof(FlutterwaveAccountRequest))]
[JsonSerializable(typeof(FlutterwaveAnswer<FlutterwaveConsent>))]
[JsonSerializable(typeof(FlutterwaveAnswer<FlutterwaveBvn>))]
[JsonSerializable(typeof(FlutterwaveAnswer<FlutterwaveAccount>))]
[JsonSerializable(typeof(FlutterwaveAnswer<List<FlutterwaveBank>>))]
[JsonSerializable(typeof(FlutterwaveAnswer<List<FlutterwaveBillItem>>))]
[JsonSerializable(typeof(FlutterwaveAnswer<FlutterwaveBillCustomer>))]
[JsonSerializable(typeof(FlutterwaveEvent))]
internal sealed partial class FlutterwaveJson : JsonSerializerContext;
