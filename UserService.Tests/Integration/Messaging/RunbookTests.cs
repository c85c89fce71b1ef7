using System.Text.RegularExpressions;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Messaging;

/// <summary>What an operator types at three in the morning must not be the first try: PostgreSQL plans every statement of the runbook.</summary>
[Collection(OtherServersCollection.Name)]
public sealed partial class RunbookTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Every_statement_of_the_deployment_documents_fits_the_schema()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserService.sln")))
            folder = folder.Parent!;
        var statements = Directory.GetFiles(Path.Combine(folder.FullName, "docs/deployment"), "*.md").Select(File.ReadAllText)
            .SelectMany(text => Block().Matches(text).SelectMany(m => Comment().Replace(m.Groups[1].Value, "").Split(';')).Concat(Inline().Matches(text).Select(m => m.Groups[1].Value)))
            .Select(statement => statement.Trim())
            .Where(statement => Planned().IsMatch(statement)).ToList();

        Assert.True(statements.Count >= 6, $"{statements.Count} statements");
        foreach (var statement in statements)
            await fixture.Stack.ExecuteAsync($"EXPLAIN {statement}");
    }

    [GeneratedRegex("^```sql\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`((?:SELECT|UPDATE|DELETE|INSERT) [^`]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex("^(SELECT|UPDATE|DELETE|INSERT) ")]
    private static partial Regex Planned();
}
