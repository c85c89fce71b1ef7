using System.Text.Json.Serialization;
using UserService.Core.Messaging;

namespace UserService.Core.Privacy;

/// <summary>Everything that was kept of the customer is erased; consumers erase what they keep too.</summary>
public sealed record UserErased(Guid UserId) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "user.erased.v1";
}
