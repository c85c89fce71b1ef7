using System.Text.Json.Serialization;
using UserService.Core.Messaging;

namespace UserService.Core.Preferences.Consents;

/// <summary>A customer has consented to something, or has withdrawn it.</summary>
/// <param name="Purpose"><c>marketing</c>, <c>analytics</c>, <c>data_sharing</c>, and others as they come.</param>
/// <param name="Version">Of the words that were shown.</param>
public sealed record UserConsentChanged(Guid UserId, string Purpose, string Version, bool Granted) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "user.consent_changed.v1";
}
