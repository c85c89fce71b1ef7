using System.Text.Json.Serialization;
using UserService.Core.Messaging;

namespace UserService.Core.Accounts;

/// <summary>A customer has registered and has not verified a contact point yet.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record UserRegistered(Guid UserId, string Country) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "user.registered.v1";
}

/// <summary>The customer has proven the e-mail address of the account; the account is active.</summary>
public sealed record UserEmailVerified(Guid UserId) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "user.email_verified.v1";
}

/// <summary>Parts of the profile have changed.</summary>
/// <param name="Fields">camelCase names of the changed members; the values are asked for over gRPC.</param>
/// <param name="Revision">Counts the profile's changes.</param>
public sealed record UserProfileUpdated(Guid UserId, IReadOnlyList<string> Fields, int Revision) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "user.profile_updated.v1";
}
