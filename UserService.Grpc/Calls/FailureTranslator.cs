using System.Net.Sockets;
using Grpc.Core;
using Npgsql;
using StackExchange.Redis;
using UserService.Core.Errors;
using UserService.Core.Protection;

namespace UserService.Grpc.Calls;

/// <summary>Turns exceptions into statuses: what passes by itself is UNAVAILABLE, the caller's own doing is said as such, all else is INTERNAL without a word of why.</summary>
internal sealed class FailureTranslator(TimeProvider time, ILogger<FailureTranslator> log)
{
    public RpcException Translate(Exception failure, ServerCallContext context)
    {
        if (context.CancellationToken.IsCancellationRequested)
        {
            return context.Deadline <= time.GetUtcNow().UtcDateTime
                ? new RpcException(new Status(StatusCode.DeadlineExceeded, "The deadline has passed."))
                : new RpcException(new Status(StatusCode.Cancelled, "The caller has cancelled the call."));
        }

        if (IsPassing(failure))
        {
            Log.DependencyAway(log, context.Method, failure.GetType().Name);
            return CommonErrors.Unavailable.ToRpcException();
        }

        Log.Unexpected(log, context.Method, failure);
        return new RpcException(new Status(StatusCode.Internal, "The call failed; the server's log says why."));
    }

    // EF Core and Npgsql wrap what happened, sometimes twice.
    private static bool IsPassing(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is NpgsqlException { IsTransient: true } or TimeoutException or SocketException or RedisConnectionException or KeyVaultUnavailableException or OperationCanceledException)
                return true;
        }

        return false;
    }
}
