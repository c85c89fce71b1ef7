using System.Security.Cryptography;
using System.Text;
using UserService.DevHost.Servers;

namespace UserService.DevHost;

/// <summary>The one ignored folder (<c>.dev/</c>, or what DEV_FOLDER names) in which everything is kept.</summary>
internal sealed class DevFolder : IDisposable
{
    private const string SharedPlace = "/var/lib/user-service-dev";
    private const UnixFileMode OwnerWritesAllEnter = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly FolderLock hold;

    private DevFolder(string path, FolderLock hold) => (Root, this.hold) = (path, hold);

    public string Root { get; }

    public string Logs => Path.Combine(Root, "logs");

    public string ClientSecret => Path.Combine(Root, "client-secret");

    public string MasterKey => Path.Combine(Root, "keys", "master.key");

    public string Storage => Path.Combine(Root, "storage");

    /// <summary>Data of the private servers.</summary>
    public string Servers => Path.Combine(Root, "servers");

    public string PostgresData => Path.Combine(Servers, "postgres", "data");

    public static DevFolder Open(string folder)
    {
        var path = Path.GetFullPath(folder);
        MakeEnterable(path);
        var hold = FolderLock.TryTake(path)
            ?? throw new StopException(ExitCode.AlreadyRunning, $"Another DevHost is running on {path}: stop it first (it migrates at its start).");
        var opened = new DevFolder(path, hold);
        Directory.CreateDirectory(opened.Logs, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return opened;
    }

    /// <summary>Drops the data; what was downloaded stays.</summary>
    public void Drop()
    {
        if (new DirectoryInfo(Servers).LinkTarget is { } elsewhere)
        {
            File.Delete(Servers);
            DeleteIfThere(elsewhere);
        }

        File.Delete(ClientSecret);
        DeleteIfThere(Servers);
        DeleteIfThere(Storage);
        DeleteIfThere(Logs);
        DeleteIfThere(Path.GetDirectoryName(MasterKey)!);
        Directory.CreateDirectory(Logs, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// The servers' data folder. Root's servers run as users of their own, who cannot walk down to a clone in /root:
    /// then the data live under /var/lib and <c>.dev/servers</c> is a link to them.
    /// </summary>
    public string PrepareServers()
    {
        if (new DirectoryInfo(Servers).LinkTarget is { } elsewhere)
        {
            MakeEnterable(elsewhere);
            return elsewhere;
        }

        if (!Environment.IsPrivilegedProcess || ServerUser.Find("postgres").CanReach(Root))
        {
            MakeEnterable(Servers);
            return Servers;
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..16];
        var place = Path.Combine(SharedPlace, name);
        MakeEnterable(SharedPlace);
        MakeEnterable(place);
        Directory.CreateSymbolicLink(Servers, place);
        return place;
    }

    public void Dispose() => hold.Dispose();

    private static void DeleteIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void MakeEnterable(string folder)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, OwnerWritesAllEnter);
    }
}
