using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;

namespace UserService.Benchmarks.Limits;

/// <summary>Sends each token of a file once to a unary gRPC method whose request has it as its first field: h2load can send but one message again and again.</summary>
internal static class TokenCalls
{
    public static async Task<int> RunAsync(Uri address, string method, string file, string connections, string? bearer)
    {
        var messages = (await File.ReadAllLinesAsync(file)).Select(UnaryCalls.Message).ToArray();
        var call = UnaryCalls.Of(method);
        var headers = bearer is null ? [] : new Metadata { { "authorization", $"Bearer {bearer}" } };
        var (next, began, cpu) = (-1, Stopwatch.GetTimestamp(), LimitReport.Cpu());
        await Task.WhenAll(Enumerable.Range(0, int.Parse(connections, System.Globalization.CultureInfo.InvariantCulture)).Select(async _ =>
        {
            using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler() });
            var invoker = channel.CreateCallInvoker();
            while (Interlocked.Increment(ref next) is var n && n < messages.Length)
            {
                if (await invoker.AsyncUnaryCall(call, null, new CallOptions(headers), messages[n]) is not [0x08, 0x01, ..])
                    throw new InvalidOperationException("A token was not taken for valid.");
            }
        }));
        LimitReport.Write(messages.Length, Stopwatch.GetElapsedTime(began), LimitReport.Cpu() - cpu);
        return 0;
    }
}
