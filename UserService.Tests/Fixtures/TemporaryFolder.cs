namespace UserService.Tests.Fixtures;

/// <summary>A folder of the machine's temporary ones that goes when the test is done. Other users may walk through it: root's private servers run as some.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const UnixFileMode OwnerWritesAllEnter = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public TemporaryFolder(string name)
    {
        Path = Directory.CreateTempSubdirectory($"user-service-{name}-").FullName;
        File.SetUnixFileMode(Path, OwnerWritesAllEnter);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
