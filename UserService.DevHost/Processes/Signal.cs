namespace UserService.DevHost.Processes;

/// <summary>Signals by their Linux numbers (signal(7); the same on x86-64 and arm64).</summary>
internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
