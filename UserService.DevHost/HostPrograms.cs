using UserService.DevHost.Processes;

namespace UserService.DevHost;

/// <summary>How to run the Api, Grpc and Worker of the same build as this program.</summary>
internal sealed class HostPrograms
{
    private const string Self = "UserService.DevHost";

    private HostPrograms(string repository, string output) => (Repository, Output) = (repository, output);

    public string Repository { get; }

    /// <summary>"bin/CONFIGURATION/FRAMEWORK", the same for every project.</summary>
    private string Output { get; }

    /// <exception cref="StopException">This program does not run from its place in the repository.</exception>
    public static HostPrograms Find()
    {
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        for (var at = new DirectoryInfo(here); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "UserService.sln")))
            {
                var project = Path.Combine(at.FullName, Self);
                return new HostPrograms(at.FullName, Path.GetRelativePath(project, here));
            }
        }

        throw new StopException($"{here} is not inside the repository (no UserService.sln above it).");
    }

    public ChildCommand Run(string project, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var folder = Path.Combine(Repository, project);
        var program = Path.Combine(folder, Output, project + ".dll");
        if (!File.Exists(program))
        {
            throw new StopException($"{program} is missing: build the solution first.");
        }

        return new ChildCommand(DotnetPath, [program, .. arguments]) { WorkingFolder = folder, Environment = environment, InheritEnvironment = true };
    }

    private static string DotnetPath
    {
        get
        {
            if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path)
            {
                return path; // set by the SDK's commands
            }

            return Environment.ProcessPath is { } own && Path.GetFileName(own) == "dotnet" ? own : "dotnet";
        }
    }
}
