using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace UserService.Tests.Fixtures;

/// <summary>A mail server on a free port that first refuses some messages, as providers do on a bad day (RFC 5321).</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private int refusalsLeft;

    public SmtpServer(int refusals)
    {
        refusalsLeft = refusals;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Messages that were taken, headers included.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    public int Refused { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = TalkAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // stopped
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await SayAsync(stream, "220 test");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var answer = line.Split(' ')[0].ToUpperInvariant() switch
            {
                "EHLO" or "HELO" or "RCPT" or "RSET" or "NOOP" => "250 ok",
                "MAIL" => Refuse() ? "451 try again later" : "250 ok",
                "DATA" => await TakeAsync(stream, reader),
                "QUIT" => "221 bye",
                _ => "500 what?",
            };
            await SayAsync(stream, answer);
            if (answer.StartsWith("221", StringComparison.Ordinal))
                return;
        }
    }

    private bool Refuse()
    {
        if (Interlocked.Decrement(ref refusalsLeft) < 0)
            return false;
        Refused++;
        return true;
    }

    private async Task<string> TakeAsync(NetworkStream stream, StreamReader reader)
    {
        await SayAsync(stream, "354 go on");
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
            message.AppendLine(line);
        Messages.Enqueue(message.ToString());
        return "250 taken";
    }

    private static async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
}
