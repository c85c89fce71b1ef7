using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using UserService.DevHost.Servers;

namespace UserService.Tests.Fixtures;

/// <summary>
/// Stands between a client and a server on 127.0.0.1 and plays a bad network. A blocked direction holds bytes back, as TCP does while packets
/// are lost, and hands them on after <see cref="Restore"/>.
/// </summary>
public sealed class TcpFaultProxy : IAsyncDisposable
{
    private readonly int targetPort;
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<ProxiedConnection, Task> connections = new();
    private readonly PassGate requests = new();
    private readonly PassGate answers = new();
    private TcpListener listener;
    private Task accepting;

    private TcpFaultProxy(int targetPort)
    {
        (this.targetPort, Port) = (targetPort, FreePorts.Take());
        (listener, accepting) = Listen();
    }

    /// <summary>Where the client connects to.</summary>
    public int Port { get; }

    /// <summary>How long every piece of data waits before it is handed on, in each direction. Default: not at all.</summary>
    public TimeSpan Delay { get; set; }

    public static TcpFaultProxy InFrontOf(int targetPort) => new(targetPort);

    /// <summary>Resets every connection and refuses new ones, as a machine that went down and is up again without the server.</summary>
    public async Task CutAsync()
    {
        listener.Stop();
        await accepting;
        foreach (var connection in connections.Keys)
        {
            connection.Reset();
        }

        await Task.WhenAll(connections.Values);
    }

    /// <summary>Connections stay open, new ones are accepted, and nothing passes in either direction.</summary>
    public void Blackhole()
    {
        requests.Close();
        answers.Close();
    }

    /// <summary>Requests reach the server, and its answers (the end of a connection among them) never reach the client.</summary>
    public void HalfOpen()
    {
        requests.Open();
        answers.Close();
    }

    /// <summary>Ends every fault: what was held back passes, and connections are accepted again.</summary>
    public void Restore()
    {
        Delay = TimeSpan.Zero;
        requests.Open();
        answers.Open();
        if (accepting.IsCompleted)
        {
            (listener, accepting) = Listen();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await CutAsync();
        listener.Dispose();
        end.Dispose();
    }

    private (TcpListener Listener, Task Accepting) Listen()
    {
        var started = new TcpListener(IPAddress.Loopback, Port);
        started.Start();
        return (started, AcceptAsync(started));
    }

    private async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true)
            {
                var connection = new ProxiedConnection(await from.AcceptTcpClientAsync(end.Token));
                var carried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                connections[connection] = carried.Task; // before it starts, since it may end at once
                _ = CarryAsync(connection, carried);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // cut
        }
    }

    private async Task CarryAsync(ProxiedConnection connection, TaskCompletionSource carried)
    {
        try
        {
            await connection.CarryAsync(targetPort, requests, answers, () => Delay, end.Token);
        }
        finally
        {
            connections.TryRemove(connection, out _);
            carried.SetResult(); // whatever happened: a cut waits for all of them
        }
    }
}
