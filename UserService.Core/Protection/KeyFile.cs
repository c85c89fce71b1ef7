using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;

namespace UserService.Core.Protection;

/// <summary>The master key of a developer's machine: a file with mode 0600, made where it is missing, refused in Production.</summary>
internal static class KeyFile
{
    public static string ReadOrMake(string? path, IHostEnvironment environment)
    {
        if (string.IsNullOrEmpty(path))
            throw new InvalidOperationException("Protection:MasterKey is not set; make one with: openssl rand -base64 32");
        if (environment.IsProduction())
            throw new InvalidOperationException("Protection:KeyFile is for Development; in Production set Protection:MasterKey from a secret store.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!File.Exists(path))
            Make(path);
        return File.ReadAllText(path);
    }

    // Written aside and moved into place: of several processes that start at once one makes the key, and none reads half of it.
    private static void Make(string path)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft); // another process was first
        }
    }
}
