using Grpc.Core;
using Grpc.Core.Interceptors;

namespace UserService.Sandbox;

/// <summary>Checks the caller and then misbehaves as asked.</summary>
internal sealed class SandboxInterceptor(CallerCheck callers, Faults faults) : Interceptor
{
    private static readonly Dictionary<string, (string Service, string Audience)> Known = new(StringComparer.Ordinal)
    {
        ["banking.kyc.v1.Verifications"] = ("kyc", "kyc-service"),
        ["banking.notifications.v1.Notifications"] = ("notification", "notification-service"),
        ["banking.audit.v1.AuditLog"] = ("audit", "audit-service"),
    };

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (!Known.TryGetValue(context.Method.Split('/')[1], out var called))
            return await continuation(request, context); // health
        await callers.CheckAsync(context, called.Audience);
        var fault = faults.Meet(called.Service);
        context.UserState[nameof(Fault)] = fault;
        switch (fault.Mode)
        {
            case FaultMode.Failing:
                throw new RpcException(new Status(StatusCode.Unavailable, "Out of order, as asked."));
            case FaultMode.Rejecting when called.Service != "kyc":
                throw new RpcException(new Status(StatusCode.InvalidArgument, "Refused, as asked."));
            case FaultMode.Slow:
                await Task.Delay(fault.Delay, TimeProvider.System, context.CancellationToken);
                break;
            case FaultMode.Hanging:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
                break;
        }

        return await continuation(request, context);
    }
}
