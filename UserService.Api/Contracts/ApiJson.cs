using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Notifications;

namespace UserService.Api.Contracts;

/// <summary>JSON of every contract, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(VerifyRequest))]
[JsonSerializable(typeof(ResendRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(VerifyMfaRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(RegistrationResponse))]
[JsonSerializable(typeof(SessionResponse))]
[JsonSerializable(typeof(MfaRequiredResponse))]
[JsonSerializable(typeof(ListResponse<SessionListItem>))]
[JsonSerializable(typeof(ListResponse<DeviceListItem>))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(RevokedResponse))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(ForgotPasswordRequest))]
[JsonSerializable(typeof(ResendResetRequest))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(ResetResponse))]
[JsonSerializable(typeof(ChangeEmailRequest))]
[JsonSerializable(typeof(ChangePhoneRequest))]
[JsonSerializable(typeof(VerifyContactRequest))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(ContactChangeResponse))]
[JsonSerializable(typeof(ProfileResponse))]
[JsonSerializable(typeof(ProfilePatch))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(IntrospectionResponse))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(PublicKeySet))]
[JsonSerializable(typeof(IReadOnlyList<DevelopmentMessageView>))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext;
