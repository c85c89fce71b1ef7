using System.Text.Json.Serialization;
using UserService.Core.Messaging;

namespace UserService.Core.Devices;

/// <summary>A device has completed its first full sign-in.</summary>
public sealed record DeviceAdded(Guid UserId, Guid DeviceId) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "auth.device_added.v1";
}

/// <summary>The user has removed a device; its sessions have ended.</summary>
public sealed record DeviceRemoved(Guid UserId, Guid DeviceId) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "auth.device_removed.v1";
}
