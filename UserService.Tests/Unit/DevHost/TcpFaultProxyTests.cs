using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Unit.DevHost;

/// <summary>The proxy that plays a bad network must itself be right, or the tests that use it prove nothing.</summary>
public sealed class TcpFaultProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(150);
    private readonly TcpListener echo = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> clients = [];
    private TcpFaultProxy proxy = null!;
    private int received;

    public Task InitializeAsync()
    {
        echo.Start();
        proxy = TcpFaultProxy.InFrontOf(((IPEndPoint)echo.LocalEndpoint).Port);
        _ = EchoAsync();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await proxy.DisposeAsync();
        echo.Dispose();
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_delay_holds_each_direction_back()
    {
        var client = await ConnectAsync();
        proxy.Delay = TimeSpan.FromMilliseconds(100);

        var clock = Stopwatch.StartNew();
        await AskAsync(client);

        // Two directions, less what the timer's coarser clock may fire early.
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(190), Soon);
    }

    [Fact]
    public async Task A_cut_resets_connections_and_refuses_new_ones_until_restored()
    {
        var client = await ConnectAsync();
        await AskAsync(client);

        await proxy.CutAsync();

        var broken = await Assert.ThrowsAsync<IOException>(async () => await client.GetStream().ReadExactlyAsync(new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(broken.InnerException).SocketErrorCode);
        await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        proxy.Restore();
        var again = await ConnectAsync();
        await AskAsync(again);
    }

    [Fact]
    public async Task A_blackhole_keeps_connections_and_lets_nothing_pass_until_restored()
    {
        var client = await ConnectAsync();
        await AskAsync(client);
        proxy.Blackhole();

        var answer = AskAsync(client);

        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(Silence)));
        Assert.Equal(1, Volatile.Read(ref received));
        proxy.Restore();
        await answer.WaitAsync(Soon);
    }

    [Fact]
    public async Task Half_open_lets_requests_through_and_no_answers()
    {
        var client = await ConnectAsync();
        await AskAsync(client);
        proxy.HalfOpen();

        var answer = AskAsync(client);
        for (var look = 0; look < 2000 && Volatile.Read(ref received) < 2; look++)
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        Assert.Equal(2, Volatile.Read(ref received));
        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(Silence)));
        proxy.Restore();
        await answer.WaitAsync(Soon);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        clients.Add(client);
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
        return client;
    }

    private static async Task AskAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync(new byte[] { 42 });
        var answer = new byte[1];
        await client.GetStream().ReadExactlyAsync(answer);
        Assert.Equal(42, answer[0]);
    }

    private async Task EchoAsync()
    {
        try
        {
            while (true)
            {
                _ = EchoAsync(await echo.AcceptTcpClientAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // the test is done
        }
    }

    private async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            var piece = new byte[64];
            try
            {
                while (await client.GetStream().ReadAsync(piece) is > 0 and var read)
                {
                    Interlocked.Increment(ref received);
                    await client.GetStream().WriteAsync(piece.AsMemory(0, read));
                }
            }
            catch (IOException)
            {
                // cut
            }
        }
    }
}
