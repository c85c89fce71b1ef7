using System.Text.Json.Serialization;
using UserService.Api.Contracts.Admin;

namespace UserService.Api.Contracts;

/// <summary>JSON of preferences, consents and notices, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SettingsResponse))]
[JsonSerializable(typeof(SettingsPatch))]
[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(ListResponse<ConsentResponse>))]
[JsonSerializable(typeof(PageResponse<ConsentDecisionResponse>))]
[JsonSerializable(typeof(NoticesResponse))]
[JsonSerializable(typeof(MarkedReadResponse))]
internal sealed partial class PreferencesJson : JsonSerializerContext;
