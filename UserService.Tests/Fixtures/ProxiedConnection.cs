using System.Net;
using System.Net.Sockets;

namespace UserService.Tests.Fixtures;

/// <summary>One client's connection through a <see cref="TcpFaultProxy"/>, and its other half to the server.</summary>
internal sealed class ProxiedConnection(TcpClient client)
{
    private const int PieceSize = 16 * 1024; // the largest TLS record, so that a piece is about one message
    private readonly CancellationTokenSource reset = new();

    /// <summary>Ends both halves with a TCP reset instead of an orderly goodbye.</summary>
    public void Reset() => reset.Cancel();

    public async Task CarryAsync(int targetPort, PassGate requests, PassGate answers, Func<TimeSpan> delay, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct, reset.Token);
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, targetPort, ended.Token);
                await Task.WhenAll(
                    PumpAsync(client, server, requests, delay, ended),
                    PumpAsync(server, client, answers, delay, ended));
            }
            catch (Exception over) when (over is SocketException or IOException or OperationCanceledException or InvalidOperationException)
            {
                // one side went away (TcpClient says so with InvalidOperationException where it had gone before), or the proxy cut them
            }

            if (reset.IsCancellationRequested)
            {
                // Closed like this, with no reader left and before TcpClient says goodbye, the kernel sends RST (socket(7), SO_LINGER).
                client.LingerState = new LingerOption(enable: true, seconds: 0);
                client.Client.Dispose();
            }
        }
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to, PassGate gate, Func<TimeSpan> delay, CancellationTokenSource ended)
    {
        var piece = new byte[PieceSize];
        try
        {
            int read;
            do
            {
                read = await from.GetStream().ReadAsync(piece, ended.Token);
                if (delay() is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, ended.Token);
                }

                await gate.PassAsync(ended.Token);
                await to.GetStream().WriteAsync(piece.AsMemory(0, read), ended.Token);
            }
            while (read > 0);
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception over) when (over is SocketException or IOException or InvalidOperationException)
        {
            await gate.PassAsync(ended.Token); // behind a closed gate the other side does not hear of it
            await ended.CancelAsync();
        }
    }
}
