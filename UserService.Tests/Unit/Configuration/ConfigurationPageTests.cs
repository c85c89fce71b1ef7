using System.Text.RegularExpressions;
using UserService.DevHost;

namespace UserService.Tests.Unit.Configuration;

/// <summary>With WRITE_DOCUMENTS=1 (./scripts/configuration.sh) these write what they otherwise compare.</summary>
public sealed partial class ConfigurationPageTests
{
    private const string PageMark = "<!-- From here on made by scripts/configuration.sh from the options classes. -->\n\n";
    private const string EnvironmentMark = "# From here on made by scripts/configuration.sh: every setting of every feature with its default or an example.\n";

    [Fact]
    public void The_page_says_what_the_options_classes_say() => Hold("docs/deployment/configuration.md", PageMark, ConfigurationPage.Markdown());

    [Fact]
    public void The_example_environment_names_every_setting() => Hold(".env.example", EnvironmentMark, ConfigurationPage.Environment());

    [Fact]
    public void The_example_environment_can_be_read_and_sets_nothing()
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), ".env.example"));

        Assert.Empty(DotEnv.Parse(lines));
        var settings = DotEnv.Parse([.. lines.Where(l => Commented().IsMatch(l)).Select(l => l[1..])]);
        Assert.True(settings.Count > 80, $"{settings.Count} settings");
        Assert.Contains("Tokens__Issuer", settings.Keys);
    }

    [Fact]
    public void The_example_of_the_deployment_names_every_variable_of_its_compose_file()
    {
        var used = Variable().Matches(File.ReadAllText(Path.Combine(Root(), "deploy/docker-compose.yml"))).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.True(used.Count > 5);
        Assert.Equal(used.Order(StringComparer.Ordinal), DotEnv.Parse(File.ReadAllLines(Path.Combine(Root(), "deploy/.env.example"))).Keys.Order(StringComparer.Ordinal));
    }

    private static void Hold(string path, string mark, string generated)
    {
        var file = Path.Combine(Root(), path);
        var text = File.ReadAllText(file);
        var start = text.IndexOf(mark, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} has no line: {mark}");
        var wanted = text[..(start + mark.Length)] + generated;
        if (Environment.GetEnvironmentVariable("WRITE_DOCUMENTS") == "1")
            File.WriteAllText(file, wanted);
        else
            Assert.True(text == wanted, $"{path} is behind the options classes: run ./scripts/configuration.sh and commit it. {Difference(text, wanted)}");
    }

    private static string Difference(string text, string wanted)
    {
        var (one, other) = (text.Split('\n'), wanted.Split('\n'));
        var same = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {same + 1} is '{one.ElementAtOrDefault(same)}', it should be '{other.ElementAtOrDefault(same)}'.";
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserService.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("^#[A-Za-z_0-9]+=")]
    private static partial Regex Commented();

    [GeneratedRegex(@"\$\{([A-Z_]+)")]
    private static partial Regex Variable();
}
