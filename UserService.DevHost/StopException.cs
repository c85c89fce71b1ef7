namespace UserService.DevHost;

/// <summary>Why DevHost gives up, in words for the person at the terminal.</summary>
internal sealed class StopException : Exception
{
    public StopException()
    {
    }

    public StopException(string message)
        : base(message)
    {
    }

    public StopException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public StopException(int exitCode, string message)
        : base(message) => Code = exitCode;

    public int Code { get; } = ExitCode.StartFailed;
}
