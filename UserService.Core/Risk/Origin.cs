using System.Net;
using System.Net.Sockets;

namespace UserService.Core.Risk;

/// <summary>Where a sign-in comes from.</summary>
/// <param name="Network">The /24 of an IPv4 address, the /64 of an IPv6 one: what a customer's line keeps when its address changes.</param>
internal sealed record Origin(IPNetwork Network, string? Country)
{
    public static Origin? Of(string? address, Countries countries)
    {
        if (!IPAddress.TryParse(address, out var parsed))
            return null;
        if (parsed.IsIPv4MappedToIPv6)
            parsed = parsed.MapToIPv4();
        var bits = parsed.AddressFamily == AddressFamily.InterNetwork ? 24 : 64;
        var bytes = parsed.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return new Origin(new IPNetwork(new IPAddress(bytes), bits), countries.Of(parsed));
    }
}
