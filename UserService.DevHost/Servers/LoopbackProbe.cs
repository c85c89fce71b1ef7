using System.Net;
using System.Net.Sockets;

namespace UserService.DevHost.Servers;

/// <summary>Says one thing to a port of 127.0.0.1 and looks at how the answer begins.</summary>
internal static class LoopbackProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<bool> AnswersAsync(int port, ReadOnlyMemory<byte> greeting, Func<byte[], bool> isRight, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
            await client.GetStream().WriteAsync(greeting, patience.Token);
            var answer = new byte[256];
            var read = await client.GetStream().ReadAsync(answer, patience.Token);
            return isRight(answer[..read]);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
