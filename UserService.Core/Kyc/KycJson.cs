using System.Text.Json.Serialization;
using UserService.Core.Kyc.Verification;

namespace UserService.Core.Kyc;

/// <summary>JSON of what is kept encrypted.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KycClaim))]
[JsonSerializable(typeof(IdentityRecord))]
[JsonSerializable(typeof(IdentityAnswer))]
internal sealed partial class KycJson : JsonSerializerContext;
