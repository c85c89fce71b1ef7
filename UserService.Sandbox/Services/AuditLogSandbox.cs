using Banking.Audit.V1;
using Grpc.Core;

namespace UserService.Sandbox.Services;

/// <summary>Keeps the ids of entries.</summary>
internal sealed class AuditLogSandbox(Received received) : AuditLog.AuditLogBase
{
    private const int MostEntries = 500; // protos/clients/audit.proto

    public override Task<AppendResponse> Append(AppendRequest request, ServerCallContext context)
    {
        if (request.Source.Length == 0 || request.Entries.Count is 0 or > MostEntries || request.Entries.Any(e => !Guid.TryParse(e.Id, out _) || e.Action.Length == 0))
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A source and 1 to 500 entries with an id and an action are needed."));
        return Task.FromResult(new AppendResponse { Appended = request.Entries.Count(e => received.Add("audit", e.Id)) });
    }
}
