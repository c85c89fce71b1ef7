using Grpc.Core;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class MalformedRequestTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create<byte[]>(static bytes => bytes, static bytes => bytes);

    [Theory]
    [InlineData("ffffff")] // no tag
    [InlineData("0a05616263")] // shorter than it says
    [InlineData("0a02c328")] // no UTF-8
    public async Task Says_invalid_argument_of_bytes_that_are_no_message(string bytes)
    {
        var method = new Method<byte[], byte[]>(MethodType.Unary, "banking.users.v1.Users", "GetUser", Raw, Raw);
        var options = new CallOptions(await fixture.CallerAsync(ServiceScopes.ReadUsers));

        var failure = await fixture.Host.Channel.CreateCallInvoker().AsyncUnaryCall(method, host: null, options, Convert.FromHexString(bytes))
            .FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Contains("no message", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_it_of_a_call_that_is_answered_with_a_stream()
    {
        var method = new Method<byte[], byte[]>(MethodType.ServerStreaming, "banking.users.v1.Users", "WatchUsers", Raw, Raw);
        var options = new CallOptions(await fixture.CallerAsync(ServiceScopes.ReadUsers));
        using var call = fixture.Host.Channel.CreateCallInvoker().AsyncServerStreamingCall(method, host: null, options, [0xff, 0xff, 0xff]);

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
    }
}
