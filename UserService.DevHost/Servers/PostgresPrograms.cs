using System.Globalization;

namespace UserService.DevHost.Servers;

/// <summary>Where the distribution keeps PostgreSQL's programs: one folder for each major version.</summary>
internal static class PostgresPrograms
{
    private const string Versions = "/usr/lib/postgresql";

    public static bool IsInstalled => Installed().Count > 0;

    public static string Newest() => Installed().OrderByDescending(v => v.Key).Select(v => v.Value).FirstOrDefault()
        ?? throw ServerException.Missing("postgresql");

    /// <summary>The version that made a cluster: another major version cannot read its files.</summary>
    public static string For(string dataFolder)
    {
        var version = int.Parse(File.ReadAllText(Path.Combine(dataFolder, "PG_VERSION")), CultureInfo.InvariantCulture);
        return Installed().GetValueOrDefault(version)
            ?? throw new ServerException($"The data in {dataFolder} belong to PostgreSQL {version}, which is not installed. Install it, or start with --fresh.");
    }

    private static Dictionary<int, string> Installed()
    {
        var found = new Dictionary<int, string>();
        foreach (var folder in Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [])
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) && File.Exists(Path.Combine(folder, "bin", "initdb")))
            {
                found[version] = Path.Combine(folder, "bin");
            }
        }

        return found;
    }
}
