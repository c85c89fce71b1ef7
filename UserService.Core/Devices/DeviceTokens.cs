using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Devices;

/// <summary>The opaque text by which a device is known again: 256 random bits, stored as SHA-256 only.</summary>
internal static class DeviceTokens
{
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
