namespace UserService.DevHost.Servers;

/// <summary>A private server cannot be started; the message says what to do about it.</summary>
public sealed class ServerException : Exception
{
    public ServerException()
    {
    }

    public ServerException(string message)
        : base(message)
    {
    }

    public ServerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static ServerException Missing(params string[] packages) => new(
        $"Servers are missing on this machine. Type: {(Environment.IsPrivilegedProcess ? "" : "sudo ")}apt-get install -y {string.Join(' ', packages)}");
}
