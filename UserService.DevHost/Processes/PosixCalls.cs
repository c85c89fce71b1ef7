using System.ComponentModel;
using System.Runtime.InteropServices;

namespace UserService.DevHost.Processes;

/// <summary>The two calls of the C library that .NET does not offer.</summary>
internal static partial class PosixCalls
{
    private const int NoSuchProcess = 3; // ESRCH

    /// <summary>Sends a signal; a process that is already gone is no error.</summary>
    public static void Send(int processId, Signal signal)
    {
        if (Kill(processId, (int)signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new Win32Exception(error, $"Signal {signal} to process {processId} failed");
        }
    }

    /// <summary>Gives a file or folder (not what it links to) to another user.</summary>
    public static void GiveTo(string path, int userId, int groupId)
    {
        if (ChangeOwner(path, userId, groupId) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Cannot give {path} to user {userId}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, int userId, int groupId);
}
