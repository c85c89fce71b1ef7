using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Devices;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication;

/// <summary>Knows a device again by the token that it presents, so that a full sign-in on it adds no second one.</summary>
internal sealed class PresentedDevices(UserDbContext db, TimeProvider time)
{
    public async Task<KnownDevice> RecogniseAsync(Guid userId, string? token, DeviceDescription? description, CancellationToken ct)
    {
        if (token is null)
            return new KnownDevice.New(description);
        var hash = DeviceTokens.Hash(token);
        return await db.Devices.SingleOrDefaultAsync(d => d.UserId == userId && d.TokenHash == hash, ct) is { } device && device.IsTrusted(time.GetUtcNow())
            ? new KnownDevice.Trusted(device, token)
            : new KnownDevice.New(description);
    }
}
