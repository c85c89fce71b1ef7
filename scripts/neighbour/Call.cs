using Banking.Users.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace Neighbour;

/// <summary>Calls a method by its name, with JSON in and JSON out (protobuf's own mapping).</summary>
internal static class Call
{
    // Ten times what a call takes on a busy laptop.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly ServiceDescriptor[] Services = [Users.Descriptor, Auth.Descriptor, Profiles.Descriptor];
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation()
        .WithTypeRegistry(TypeRegistry.FromMessages(BadRequest.Descriptor, ErrorInfo.Descriptor, RetryInfo.Descriptor)));

    public static async Task<int> RunAsync(Uri address, string name, string json)
    {
        if (Find(name) is not { } method)
        {
            await Console.Error.WriteLineAsync($"There is no {name}. There are: {string.Join(' ', Services.SelectMany(s => s.Methods, (s, m) => $"{s.Name}.{m.Name}"))}");
            return 2;
        }

        var headers = new Metadata { { "authorization", $"Bearer {Environment.GetEnvironmentVariable("SERVICE_TOKEN")}" } };
        using var channel = GrpcChannel.ForAddress(address);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(
            Describe(method), host: null, new CallOptions(headers), method.InputType.Parser.ParseJson(json));
        Console.WriteLine(Formatter.Format(await call.ResponseAsync.WaitAsync(Patience)));
        return 0;
    }

    /// <summary>The status with its details (google.rpc.Status) as JSON, after the name of its code.</summary>
    public static string Explain(RpcException refusal) => refusal.GetRpcStatus() is { } status
        ? $"{refusal.StatusCode} {Formatter.Format(status)}"
        : $"{refusal.StatusCode}: {refusal.Status.Detail}";

    private static MethodDescriptor? Find(string name) =>
        name.Split('.') is [var service, var method] ? Services.SingleOrDefault(s => s.Name == service)?.FindMethodByName(method) : null;

    private static Method<IMessage, IMessage> Describe(MethodDescriptor method) => new(
        MethodType.Unary, method.Service.FullName, method.Name, Marshalled(method.InputType), Marshalled(method.OutputType));

    private static Marshaller<IMessage> Marshalled(MessageDescriptor type) => Marshallers.Create(m => m.ToByteArray(), type.Parser.ParseFrom);
}
