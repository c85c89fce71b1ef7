using System.Text.Json.Serialization;

namespace UserService.Core.Banking;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<Bank>))]
[JsonSerializable(typeof(List<BillItem>))]
internal sealed partial class BankingJson : JsonSerializerContext;
