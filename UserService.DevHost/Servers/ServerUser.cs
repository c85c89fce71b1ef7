using System.Globalization;
using UserService.DevHost.Processes;

namespace UserService.DevHost.Servers;

/// <summary>
/// The user a server runs as: the distribution's own (postgres, redis, rabbitmq) when we are root, since PostgreSQL refuses to run as root and
/// the others have no need to; ourselves otherwise.
/// </summary>
internal sealed class ServerUser
{
    private readonly int userId;
    private readonly int groupId;
    private readonly string? name;

    private ServerUser(string? name, int userId, int groupId) => (this.name, this.userId, this.groupId) = (name, userId, groupId);

    public IReadOnlyList<string> SetprivOptions => name is null ? [] : ["--reuid", name, "--regid", $"{groupId}", "--init-groups"];

    public static ServerUser Find(string name)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser(null, -1, -1);
        }

        foreach (var line in File.ReadLines("/etc/passwd"))
        {
            if (line.Split(':') is [var user, _, var uid, var gid, ..] && user == name)
            {
                return new ServerUser(name, int.Parse(uid, CultureInfo.InvariantCulture), int.Parse(gid, CultureInfo.InvariantCulture));
            }
        }

        throw new ServerException($"The user '{name}' is missing, which the distribution's package creates.");
    }

    /// <summary>Makes a folder that only this user can enter.</summary>
    public void Own(string folder)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        GiveToUser(folder);
    }

    /// <summary>Writes a file that only this user (and root) can read.</summary>
    public void Write(string file, string text)
    {
        SecretFile.Write(file, text);
        GiveToUser(file);
    }

    /// <summary>Whether this user may walk down to a folder (a clone in root's home, for one, is closed to everybody else).</summary>
    public bool CanReach(string folder)
    {
        for (var at = new DirectoryInfo(folder); name is not null && at is not null; at = at.Parent)
        {
            if (at.Exists && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    private void GiveToUser(string path)
    {
        if (name is not null)
        {
            PosixCalls.GiveTo(path, userId, groupId);
        }
    }
}
