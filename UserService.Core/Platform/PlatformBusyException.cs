namespace UserService.Core.Platform;

/// <summary>A service of the platform was not called: it has failed too often, or too many calls to it are under way.</summary>
public sealed class PlatformBusyException : Exception
{
    public PlatformBusyException()
    {
    }

    /// <param name="service">Which, by its audience.</param>
    public PlatformBusyException(string service)
        : base($"{service} is left alone for a moment.")
    {
    }

    public PlatformBusyException(string service, Exception inner)
        : base($"{service} is left alone for a moment.", inner)
    {
    }
}
