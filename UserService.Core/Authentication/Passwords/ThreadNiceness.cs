using System.Runtime.InteropServices;

namespace UserService.Core.Authentication.Passwords;

/// <summary>The scheduler's favour for one thread, which <see cref="Thread.Priority"/> does not change on Linux.</summary>
internal static partial class ThreadNiceness
{
    private const int Process = 0; // PRIO_PROCESS; with 0 for whose, Linux means the calling thread (setpriority(2), "C library/kernel differences")
    private const int Lowered = 10; // a tenth of the weight of a thread at 0 (sched(7)); no privilege is needed to go down

    /// <summary>Makes the calling thread yield to those that want little. Elsewhere than on Linux nothing happens; nothing depends on it but delays.</summary>
    public static void Lower()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(Process, 0, Lowered);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int niceness);
}
