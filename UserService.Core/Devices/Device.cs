using UserService.Core.Accounts;

namespace UserService.Core.Devices;

/// <summary>A device that has completed a full sign-in; while trusted it spares its owner the second factor.</summary>
internal sealed class Device
{
    private Device()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>SHA-256 of the device token; the token itself only the device has.</summary>
    public byte[] TokenHash { get; private init; } = [];

    public string? Name { get; private set; }

    public string? Platform { get; private init; }

    public DateTimeOffset FirstSeenAt { get; private init; }

    public DateTimeOffset LastSeenAt { get; private set; }

    public string? LastAddress { get; private set; }

    public DateTimeOffset TrustedUntil { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    public static Device Recognise(Guid userId, byte[] tokenHash, DeviceDescription? description, string? address, TimeSpan trust, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        TokenHash = tokenHash,
        Name = description?.Name,
        Platform = description?.Platform,
        FirstSeenAt = now,
        LastSeenAt = now,
        LastAddress = address,
        TrustedUntil = now + trust,
    };

    public bool IsTrusted(DateTimeOffset now) => RemovedAt is null && now < TrustedUntil;

    public void Remove(DateTimeOffset now) => RemovedAt ??= now;

    /// <summary>The next sign-in needs the second factor again.</summary>
    public void Distrust(DateTimeOffset now) => TrustedUntil = now < TrustedUntil ? now : TrustedUntil;

    public void Seen(string? address, DateTimeOffset now)
    {
        LastSeenAt = now;
        LastAddress = address;
    }
}
