using UserService.Core.Audit;

namespace UserService.Core.Devices;

/// <summary>A user's own devices: seen, named, removed.</summary>
public interface IDeviceService
{
    /// <summary>The newest use first.</summary>
    Task<IReadOnlyList<DeviceView>> ListAsync(Guid userId, CancellationToken ct);

    /// <summary>False where the user has no such device.</summary>
    Task<bool> RenameAsync(Guid userId, Guid deviceId, string name, CancellationToken ct);

    /// <summary>Forgets a device and ends its sessions; false where the user has no such device.</summary>
    Task<bool> RemoveAsync(Guid userId, Guid deviceId, Actor actor, CancellationToken ct);
}

/// <summary>A device as its owner sees it.</summary>
/// <param name="Address">Network address that it was last used from.</param>
/// <param name="TrustedUntil">Spares its owner the second factor until then.</param>
public sealed record DeviceView(
    Guid Id, string? Name, string? Platform, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, string? Address, DateTimeOffset TrustedUntil);
