namespace UserService.Api.Http;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Error, "A request failed in a way nobody foresaw.")]
    public static partial void Unexpected(ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "A request was refused because a dependency is away.")]
    public static partial void DependencyAway(ILogger logger, Exception exception);
}
