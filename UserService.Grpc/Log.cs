namespace UserService.Grpc;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Method} could not be answered: a dependency is away ({Failure})")]
    public static partial void DependencyAway(ILogger logger, string method, string failure);

    [LoggerMessage(2, LogLevel.Error, "{Method} failed")]
    public static partial void Unexpected(ILogger logger, string method, Exception failure);
}
