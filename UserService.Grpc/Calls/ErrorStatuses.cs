using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using UserService.Core.Errors;

namespace UserService.Grpc.Calls;

/// <summary>The one map from our errors to gRPC statuses with <c>google.rpc</c> details.</summary>
internal static class ErrorStatuses
{
    /// <summary>The <c>domain</c> of every <c>ErrorInfo</c>: reasons are unique within it.</summary>
    public const string Domain = "user-service";

    public static RpcException ToRpcException(this Error error) => Status(error, error.RetryAfter).ToRpcException();

    /// <summary>INVALID_ARGUMENT that names each field and what is wrong with it, never its value.</summary>
    public static RpcException ToRpcException(this FieldErrors errors)
    {
        var violations = new BadRequest();
        foreach (var (field, messages) in errors.ToDictionary())
        {
            foreach (var message in messages)
                violations.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = message });
        }

        var status = Status(CommonErrors.InvalidRequest with { Detail = "The request is not valid; see the BadRequest detail." }, retryAfter: null);
        status.Details.Add(Any.Pack(violations));
        return status.ToRpcException();
    }

    private static Google.Rpc.Status Status(Error error, TimeSpan? retryAfter)
    {
        var status = new Google.Rpc.Status { Code = (int)CodeOf(error.Kind), Message = error.Detail };
        status.Details.Add(Any.Pack((IMessage)new ErrorInfo { Reason = error.Code, Domain = Domain }));
        if (retryAfter is { } wait)
            status.Details.Add(Any.Pack((IMessage)new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        return status;
    }

    private static StatusCode CodeOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid or ErrorKind.PreconditionRequired => StatusCode.InvalidArgument,
        ErrorKind.Unauthenticated => StatusCode.Unauthenticated,
        ErrorKind.Forbidden => StatusCode.PermissionDenied,
        ErrorKind.NotFound => StatusCode.NotFound,
        ErrorKind.Conflict or ErrorKind.Gone or ErrorKind.Unprocessable => StatusCode.FailedPrecondition,

        // google.rpc.Code: a lost race is ABORTED, since the caller reads again and repeats.
        ErrorKind.PreconditionFailed => StatusCode.Aborted,
        ErrorKind.TooLarge or ErrorKind.Throttled => StatusCode.ResourceExhausted,
        ErrorKind.Unavailable => StatusCode.Unavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
