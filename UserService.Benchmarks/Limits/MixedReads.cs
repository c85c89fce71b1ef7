using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;

namespace UserService.Benchmarks.Limits;

/// <summary>
/// Reads the entries of a file (ids in any order) over and over for some time: by a unary gRPC method whose request has the id as its first field, or by GET. h2load can send but one
/// message again and again; and one client on both sides costs both the same.
/// </summary>
internal static class MixedReads
{
    public static Task<int> CallAsync(Uri address, string method, string file, string connections, string seconds, string bearer)
    {
        var call = UnaryCalls.Of(method);
        var options = new CallOptions(new Metadata { { "authorization", $"Bearer {bearer}" } });
        return RunAsync(file, connections, seconds, () =>
        {
            var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler() });
            var invoker = channel.CreateCallInvoker();
            return (channel, id => invoker.AsyncUnaryCall(call, null, options, UnaryCalls.Message(id)).ResponseAsync);
        });
    }

    public static Task<int> GetAsync(Uri address, string file, string connections, string seconds) => RunAsync(file, connections, seconds, () =>
    {
        var client = new HttpClient { BaseAddress = address };
        return (client, id => client.GetByteArrayAsync(new Uri(id, UriKind.Relative)));
    });

    private static async Task<int> RunAsync(string file, string connections, string seconds, Func<(IDisposable Client, Func<string, Task> Read)> connect)
    {
        var ids = await File.ReadAllLinesAsync(file);
        var (next, read, began, cpu, duration) = (-1, 0L, Stopwatch.GetTimestamp(), LimitReport.Cpu(), LimitReport.Seconds(seconds));
        await Task.WhenAll(Enumerable.Range(0, int.Parse(connections, CultureInfo.InvariantCulture)).Select(async _ =>
        {
            var (client, readAsync) = connect();
            using (client)
            {
                for (; Stopwatch.GetElapsedTime(began) < duration; Interlocked.Increment(ref read))
                    await readAsync(ids[(uint)Interlocked.Increment(ref next) % ids.Length]);
            }
        }));
        LimitReport.Write(read, Stopwatch.GetElapsedTime(began), LimitReport.Cpu() - cpu);
        return 0;
    }
}
