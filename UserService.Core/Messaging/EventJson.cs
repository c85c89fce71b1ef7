using System.Text.Json.Serialization;
using UserService.Core.Accounts;
using UserService.Core.Authentication;
using UserService.Core.Devices;
using UserService.Core.Kyc;
using UserService.Core.Mfa;
using UserService.Core.Preferences.Consents;
using UserService.Core.Privacy;
using UserService.Core.Sessions;

namespace UserService.Core.Messaging;

/// <summary>JSON of every event, generated at build time; an event that is not listed here fails its first test.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UserRegistered))]
[JsonSerializable(typeof(UserEmailVerified))]
[JsonSerializable(typeof(UserProfileUpdated))]
[JsonSerializable(typeof(LoginSucceeded))]
[JsonSerializable(typeof(LoginFailed))]
[JsonSerializable(typeof(MfaChanged))]
[JsonSerializable(typeof(SessionRevoked))]
[JsonSerializable(typeof(DeviceAdded))]
[JsonSerializable(typeof(DeviceRemoved))]
[JsonSerializable(typeof(PasswordChanged))]
[JsonSerializable(typeof(UserStatusChanged))]
[JsonSerializable(typeof(UserContactChanged))]
[JsonSerializable(typeof(UserPhoneVerified))]
[JsonSerializable(typeof(UserConsentChanged))]
[JsonSerializable(typeof(UserKycTierChanged))]
[JsonSerializable(typeof(UserErased))]
internal sealed partial class EventJson : JsonSerializerContext;
