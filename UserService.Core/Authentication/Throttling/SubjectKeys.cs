using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Throttling;

/// <summary>Turns accounts, addresses and devices into keys that name none of them.</summary>
internal sealed class SubjectKeys(IOptions<ThrottlingOptions> options)
{
    private const int KeptBytes = 16; // 128 bits: no two subjects meet by chance

    private readonly byte[]? _key = options.Value.IdentifierKey is { } key ? Convert.FromBase64String(key) : null;

    public string Account(ThrottleSubject subject) => Hash('a', subject.Purpose, subject.Account);

    public string Address(ThrottleSubject subject) => Hash('n', subject.Purpose, Network(subject.Address));

    // With the account, since a device that several customers share is known to each of them apart.
    public string Device(ThrottleSubject subject) => Hash('d', subject.Purpose, $"{subject.Account}\0{subject.KnownDevice}");

    public string Hash(char kind, string purpose, string value)
    {
        var text = Encoding.UTF8.GetBytes($"{kind}\0{purpose}\0{value}");
        var hash = _key is null ? SHA256.HashData(text) : HMACSHA256.HashData(_key, text);
        return $"{kind}:{Convert.ToHexStringLower(hash.AsSpan(0, KeptBytes))}";
    }

    /// <summary>An IPv4 address is one subscriber (or one carrier's gateway); of IPv6 each subscriber has at least a /64 to choose from.</summary>
    public static string Network(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        return $"{Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))}/64";
    }
}
