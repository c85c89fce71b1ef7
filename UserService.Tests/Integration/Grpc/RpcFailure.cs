using Google.Rpc;
using Grpc.Core;

namespace UserService.Tests.Integration.Grpc;

/// <summary>Reads what a refused call carries.</summary>
internal static class RpcFailure
{
    /// <summary>Awaits a call that has to fail with the code; for our own errors the reason is that of ErrorInfo.</summary>
    public static async Task<RpcException> FailsAsync<T>(this AsyncUnaryCall<T> call, StatusCode code, string? reason = null)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(code, failure.StatusCode);
        Assert.DoesNotContain("   at ", failure.Status.Detail, StringComparison.Ordinal);
        if (reason is not null)
        {
            var info = failure.GetRpcStatus()?.GetDetail<ErrorInfo>();
            Assert.Equal(reason, info?.Reason);
            Assert.Equal("user-service", info?.Domain);
        }

        return failure;
    }

    /// <summary>The fields that the BadRequest detail names.</summary>
    public static IEnumerable<string> Fields(this RpcException failure) =>
        failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(static violation => violation.Field);
}
