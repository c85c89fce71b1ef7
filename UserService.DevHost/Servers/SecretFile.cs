using System.Security.Cryptography;

namespace UserService.DevHost.Servers;

/// <summary>Small files that only their owner can read (mode 0600 from the moment they exist).</summary>
internal static class SecretFile
{
    public static void Write(string file, string text)
    {
        File.Delete(file);
        using var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }

    /// <summary>The password kept in a file, generated on first use: 192 random bits, in letters that need no escaping anywhere.</summary>
    public static string Password(string file)
    {
        if (!File.Exists(file))
        {
            Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        }

        return File.ReadAllText(file);
    }
}
