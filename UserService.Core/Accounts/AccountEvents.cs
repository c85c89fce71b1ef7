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

/// <summary>The customer has proven the e-mail address of the account, which is active: on registration, or by adding one to an account that had a number alone.</summary>
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

/// <summary>The account may be used in another way than before.</summary>
/// <param name="Status"><c>active</c>, <c>frozen</c>, <c>suspended</c> or <c>erased</c>.</param>
/// <param name="Reason">Such as <c>frozen_by_user</c>; treat unknown ones alike.</param>
public sealed record UserStatusChanged(Guid UserId, string Status, string Reason) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "user.status_changed.v1";
}

/// <summary>The e-mail address or the telephone number was replaced, or added where there was none; the new one is asked for over gRPC.</summary>
/// <param name="Kind"><c>email</c> or <c>phone</c>.</param>
/// <param name="Undone">Whether the old one was put back from the link that it was sent.</param>
public sealed record UserContactChanged(Guid UserId, string Kind, bool Undone) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "user.contact_changed.v1";
}

/// <summary>The customer has proven a telephone number: on registration without an e-mail address, which makes the account active, or later.</summary>
public sealed record UserPhoneVerified(Guid UserId) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "user.phone_verified.v1";
}
