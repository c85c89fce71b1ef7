using System.Collections.Concurrent;
using Banking.Kyc.V1;
using Grpc.Core;
using UserService.Core.Kyc.Verification;

namespace UserService.Sandbox.Services;

/// <summary>
/// Answers by the first three digits of the number, as the direct verifiers' sandbox does (docs/api/kyc.md): 333 for people to look at, 444
/// another name, 555 unknown, 666 watchlisted, 777 out of order, 888 an answer that comes as an event. An address in "Nowhere Street" is refused;
/// everything else is confirmed.
/// </summary>
internal sealed class VerificationsSandbox(Received received, PlatformEvents events, SandboxSettings settings) : Verifications.VerificationsBase
{
    private static readonly ConcurrentDictionary<string, Verification> Answers = new(StringComparer.Ordinal);

    public override Task<Verification> Verify(VerifyRequest request, ServerCallContext context)
    {
        received.Add("kyc", request.CheckId);
        var fault = (Fault)context.UserState[nameof(Fault)];
        return Task.FromResult(Answers.GetOrAdd(request.CheckId, _ => Judge(request, fault)));
    }

    public override Task<Verification> GetVerification(GetVerificationRequest request, ServerCallContext context) =>
        Answers.TryGetValue(request.CheckId, out var answer)
            ? Task.FromResult(answer)
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no such check."));

    private Verification Judge(VerifyRequest request, Fault fault)
    {
        var answer = Answer(request);
        if (fault.Mode == FaultMode.Rejecting)
            return Denied(request, "mismatch");
        if (fault.Mode != FaultMode.Late && answer.Outcome != Verification.Types.Outcome.Pending)
            return answer;
        Tell(request, answer, fault.Mode == FaultMode.Late ? fault.Delay : settings.EventDelay);
        return new Verification { CheckId = request.CheckId, Outcome = Verification.Types.Outcome.Pending };
    }

    private void Tell(VerifyRequest request, Verification answer, TimeSpan delay)
    {
        var occurredAt = TimeProvider.System.GetUtcNow() + delay;
        if (answer.Outcome == Verification.Types.Outcome.Denied)
            events.Publish("kyc.events", "kyc.verification_failed.v1", new { userId = request.UserId, checkId = request.CheckId, reason = answer.Reason, occurredAt }, delay);
        else
            events.Publish("kyc.events", "kyc.verification_completed.v1", new { userId = request.UserId, checkId = request.CheckId, score = 1.0, occurredAt }, delay);
    }

    private static Verification Answer(VerifyRequest request) => SandboxRules.Prefix(request.Statement?.Number ?? "") switch
    {
        "333" => Confirmed(request, 0.8),
        "444" => Denied(request, "name_differs"),
        "555" => Denied(request, "not_found"),
        "666" => Denied(request, "watchlisted"),
        "777" => throw new RpcException(new Status(StatusCode.Unavailable, "The register is out of order.")),
        "888" => new Verification { CheckId = request.CheckId, Outcome = Verification.Types.Outcome.Pending },
        _ => request.Statement?.Address is { } address && SandboxRules.IsNowhere(address.Line1) ? Denied(request, "mismatch") : Confirmed(request, 1),
    };

    private static Verification Confirmed(VerifyRequest request, double score) =>
        new() { CheckId = request.CheckId, Outcome = Verification.Types.Outcome.Confirmed, Score = score };

    private static Verification Denied(VerifyRequest request, string reason) =>
        new() { CheckId = request.CheckId, Outcome = Verification.Types.Outcome.Denied, Reason = reason };
}
