using System.Text.Json.Serialization;
using UserService.Core.Messaging;

namespace UserService.Core.Devices;

/// <summary>A device has completed its first full sign-in.</summary>
public sealed record DeviceAdded(Guid UserId, Guid DeviceId) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "auth.device_added.v1";
}
