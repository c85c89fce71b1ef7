using Microsoft.Extensions.Logging;

namespace UserService.Core.Audit;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Audit seal {Number} closes {Entries} entries: {Hash}")]
    public static partial void Sealed(ILogger logger, long number, int entries, string hash);

    [LoggerMessage(2, LogLevel.Error, "Sealing of the audit trail failed; it is tried again")]
    public static partial void SealingFailed(ILogger logger, Exception exception);
}
