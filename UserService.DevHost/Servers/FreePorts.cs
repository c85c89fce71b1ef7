using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace UserService.DevHost.Servers;

/// <summary>
/// Ports for servers, from below the range the kernel gives to outgoing connections. Asking the kernel for "any port" would answer from that range,
/// and while a server is down for a restart one of its own reconnecting clients could be given its port.
/// </summary>
public static class FreePorts
{
    private const int Lowest = 15_000;
    private const int Attempts = 1_000;

    /// <summary>A port of 127.0.0.1 on which nothing listens.</summary>
    public static int Take()
    {
        var end = Math.Max(FirstOutgoingPort(), Lowest + 5_000);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, end);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new ServerException($"No free TCP port found between {Lowest} and {end}.");
    }

    /// <summary>The wanted port where it is free, else another free one.</summary>
    public static int TakeNear(int wanted)
    {
        for (var port = wanted; port < wanted + 20; port++)
        {
            if (IsFree(port))
            {
                return port;
            }
        }

        return Take();
    }

    /// <summary>Whether nothing listens on this port, on any address.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.IPv6Loopback, port);

    private static bool CanListen(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException error)
        {
            // A machine without IPv6 has nothing listening there.
            return error.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }

    private static int FirstOutgoingPort()
    {
        try
        {
            return int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t', ' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 32_768; // Linux's default
        }
    }
}
