using System.Text.Json.Serialization;
using UserService.Core.Kyc;
using UserService.Core.Kyc.Restrictions;
using UserService.Core.Messaging.DeadLetters;
using UserService.Core.Privacy.Holds;

namespace UserService.Api.Contracts.Admin;

/// <summary>JSON of the contracts of <c>/v1/admin</c>, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(CustomerSearchRequest))]
[JsonSerializable(typeof(CustomerSearchResponse))]
[JsonSerializable(typeof(CustomerResponse))]
[JsonSerializable(typeof(UnmaskRequest))]
[JsonSerializable(typeof(UnmaskResponse))]
[JsonSerializable(typeof(ChangeNamesRequest))]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(PageResponse<NoteResponse>))]
[JsonSerializable(typeof(RoleRequest))]
[JsonSerializable(typeof(ListResponse<RoleResponse>))]
[JsonSerializable(typeof(ApproveRequest))]
[JsonSerializable(typeof(RequestResponse))]
[JsonSerializable(typeof(PageResponse<RequestResponse>))]
[JsonSerializable(typeof(AddClientRequest))]
[JsonSerializable(typeof(RotateClientRequest))]
[JsonSerializable(typeof(ClientSecretResponse))]
[JsonSerializable(typeof(ListResponse<ClientResponse>))]
[JsonSerializable(typeof(AuditEntryResponse))]
[JsonSerializable(typeof(PageResponse<AuditEntryResponse>))]
[JsonSerializable(typeof(RejectCaseRequest))]
[JsonSerializable(typeof(TierRuleRequest))]
[JsonSerializable(typeof(CaseResponse))]
[JsonSerializable(typeof(PageResponse<KycCaseItem>))]
[JsonSerializable(typeof(ListResponse<TierRuleView>))]
[JsonSerializable(typeof(PageResponse<DeadLetterView>))]
[JsonSerializable(typeof(LegalHoldView))]
[JsonSerializable(typeof(ListResponse<LegalHoldView>))]
[JsonSerializable(typeof(RestrictRequest))]
[JsonSerializable(typeof(RestrictionView))]
[JsonSerializable(typeof(ListResponse<RestrictionView>))]
internal sealed partial class AdminJson : JsonSerializerContext;
