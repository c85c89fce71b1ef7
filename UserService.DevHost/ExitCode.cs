namespace UserService.DevHost;

/// <summary>What the process ends with, so that a script can tell the cases apart.</summary>
internal static class ExitCode
{
    /// <summary>Stopped on request (Ctrl-C, SIGTERM).</summary>
    public const int Stopped = 0;

    /// <summary>A server or host could not be started.</summary>
    public const int StartFailed = 1;

    /// <summary>An unknown argument.</summary>
    public const int Usage = 2;

    /// <summary>Another instance works on the same .dev folder.</summary>
    public const int AlreadyRunning = 3;

    /// <summary>Migrations, or the registration of the development client, failed.</summary>
    public const int SetupFailed = 4;

    /// <summary>A server or host ended by itself while running.</summary>
    public const int ChildDied = 5;

    /// <summary>The port of the API or of gRPC is taken.</summary>
    public const int PortTaken = 6;
}
