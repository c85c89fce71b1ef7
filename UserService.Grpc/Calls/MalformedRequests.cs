using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using UserService.Core.Errors;

namespace UserService.Grpc.Calls;

/// <summary>
/// Says INVALID_ARGUMENT of a request whose bytes are no message. The library reads the message of a unary call, and the one of a call that is answered with a
/// stream, before any interceptor runs, and says UNKNOWN of what it cannot read.
/// </summary>
internal static class MalformedRequests
{
    private static readonly Error Unreadable =
        CommonErrors.InvalidRequest with { Detail = "The request is not valid: its bytes are no message of this method." };

    public static void UseMalformedRequests(this WebApplication app) => app.Use(static async (context, next) =>
    {
        await next(context);

        // No message was written: the status stands in the headers ("Trailers-Only"), which nobody has seen yet.
        if (!context.Response.HasStarted
            && context.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status.DebugException is InvalidProtocolBufferException or InvalidDataException)
            Write(Unreadable.ToRpcException(), context.Response.Headers);
    });

    // As the library writes what an interceptor throws.
    private static void Write(RpcException refusal, IHeaderDictionary headers)
    {
        headers.GrpcStatus = ((int)refusal.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        headers.GrpcMessage = refusal.Status.Detail; // ASCII without a percent sign: nothing to encode
        foreach (var entry in refusal.Trailers)
            headers[entry.Key] = entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;
    }
}
