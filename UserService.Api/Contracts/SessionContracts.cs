using System.ComponentModel.DataAnnotations;
using UserService.Core.Devices;
using UserService.Core.Sessions;

namespace UserService.Api.Contracts;

/// <summary>A list; lists that can grow long have a cursor as well.</summary>
internal sealed record ListResponse<T>(IReadOnlyList<T> Items);

/// <summary>A session of the caller.</summary>
/// <param name="Current">Whether the request was made with it.</param>
/// <param name="Acr">What was proven at its start: <c>aal1</c> to <c>aal3</c>.</param>
/// <param name="ExpiresAt">Ends then without a refresh.</param>
internal sealed record SessionListItem(
    Guid Id, bool Current, Guid DeviceId, string? Name, string? DeviceName, string? Platform, string? Address, string? UserAgent, string Acr,
    DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt);

/// <summary>A device of the caller.</summary>
/// <param name="TrustedUntil">Spares the second factor until then.</param>
internal sealed record DeviceListItem(
    Guid Id, string? Name, string? Platform, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, string? Address, DateTimeOffset TrustedUntil);

/// <summary>A new name.</summary>
internal sealed record RenameRequest
{
    /// <summary>1 to 100 characters.</summary>
    [Required]
    public string? Name { get; init; }
}

/// <summary>How many were ended.</summary>
internal sealed record RevokedResponse(int Revoked);

internal static class SessionContracts
{
    public static SessionListItem ToResponse(this SessionView s, Guid current) => new(
        s.Id, s.Id == current, s.DeviceId, s.Name, s.DeviceName, s.Platform, s.Address, s.UserAgent, s.Acr, s.CreatedAt, s.LastSeenAt, s.ExpiresAt);

    public static DeviceListItem ToResponse(this DeviceView d) => new(d.Id, d.Name, d.Platform, d.FirstSeenAt, d.LastSeenAt, d.Address, d.TrustedUntil);
}
