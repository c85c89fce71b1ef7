using Microsoft.Extensions.Logging;
using UserService.Core.Kyc.Checks;

namespace UserService.Core.Kyc;

internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Information, "Check {CheckId} ({Kind}) is {State} after {Provider}.")]
    public static partial void CheckTaken(ILogger logger, Guid checkId, KycCheckKind kind, KycCheckState state, string? provider);

    [LoggerMessage(7002, LogLevel.Information, "Check {CheckId} was changed by somebody else ({Conflict}); it is looked at again.")]
    public static partial void CheckConflict(ILogger logger, Guid checkId, string conflict);

    [LoggerMessage(7003, LogLevel.Warning, "Verification work failed; trying again.")]
    public static partial void WorkFailed(ILogger logger, Exception exception);

    [LoggerMessage(7005, LogLevel.Information, "Webhook {EventId} of {Provider}: {Outcome} (try {Try}).")]
    public static partial void PartnerEventTaken(ILogger logger, Guid eventId, string provider, string outcome, int @try);

    [LoggerMessage(7006, LogLevel.Information, "Webhook {EventId} met a change by somebody else ({Conflict}); it is looked at again.")]
    public static partial void PartnerEventConflict(ILogger logger, Guid eventId, string conflict);

    [LoggerMessage(7004, LogLevel.Warning, "Verifier {Verifier} could not answer check {CheckId}: {Reason}.")]
    public static partial void VerifierFailed(ILogger logger, string verifier, Guid checkId, string reason);

    [LoggerMessage(7090, LogLevel.Warning, "Cases could not be counted; the figures are absent until they can.")]
    public static partial void FunnelNotCounted(ILogger logger, Exception exception);
}
