using UserService.Core.Privacy;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Privacy;

/// <summary>Holds <c>personal-data.json</c> against the database as the migrations make it: no column is forgotten by export and erasure.</summary>
[Collection(ServersCollection.Name)]
public sealed class PersonalDataMapTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Advice = "Say in UserService.Core/Privacy/personal-data.json whether it is exported (show, reveal) or withheld (withhold: why), and what erasure does with its table.";

    [Fact]
    public async Task Every_column_of_every_table_is_exported_or_exempted_by_name()
    {
        var inDatabase = await ColumnsAsync();
        var inMap = PersonalDataMap.Load().Tables.SelectMany(t => t.Value.Columns.Keys.Select(c => $"{t.Key}.{c}")).ToHashSet(StringComparer.Ordinal);

        Assert.True(inDatabase.IsSubsetOf(inMap), $"Not in the map: {string.Join(", ", inDatabase.Except(inMap).Order(StringComparer.Ordinal))}. {Advice}");
        Assert.True(inMap.IsSubsetOf(inDatabase), $"Not in the database any more: {string.Join(", ", inMap.Except(inDatabase).Order(StringComparer.Ordinal))}.");
    }

    [Fact]
    public async Task Every_table_that_names_a_user_says_whose_its_rows_are()
    {
        var owned = (await ColumnsAsync()).Where(c => c.EndsWith(".user_id", StringComparison.Ordinal) || c.EndsWith(".subject_id", StringComparison.Ordinal)).Select(c => c.Split('.')[0]);
        var map = PersonalDataMap.Load().Tables;

        Assert.DoesNotContain(owned, table => map[table].Owner is null);
    }

    [Fact]
    public void Every_rule_is_one_that_export_and_erasure_understand_and_every_exception_has_its_reason()
    {
        foreach (var (table, rule) in PersonalDataMap.Load().Tables)
        {
            Assert.True(rule.Erase == "delete" || rule.Erase.StartsWith("set: ", StringComparison.Ordinal) || rule.Erase.StartsWith("keep: ", StringComparison.Ordinal), $"{table}: {rule.Erase}");
            Assert.True(!rule.IsExported || rule.Title is not null, $"{table} is exported and has no title.");
            foreach (var (column, treatment) in rule.Columns)
                Assert.Matches("^(show|reveal: [a-z_.]+|revealJson: [a-z_.]+|revealEither: [a-z_.]+|withhold: .{5,})$", treatment);
            Assert.All(rule.Columns.Where(c => c.Key.EndsWith("_protected", StringComparison.Ordinal)), c => Assert.NotEqual("show", c.Value));
        }
    }

    [Fact]
    public async Task Protected_columns_that_are_written_can_be_revealed()
    {
        var map = PersonalDataMap.Load();
        var named = map.Tables.SelectMany(t => t.Value.Columns.Values).Where(t => t.StartsWith("reveal", StringComparison.Ordinal)).Select(t => t.Split(": ")[1]).ToList();

        Assert.Contains("profile_details.date_of_birth", named);
        Assert.Equal(named.Distinct().Count(), named.Count);
        Assert.NotEmpty(await ColumnsAsync());
    }

    // Partitions are their parents again.
    private async Task<HashSet<string>> ColumnsAsync() => [.. (await fixture.Stack.QueryAsync<string>(
        """
        SELECT string_agg(c.table_name || '.' || c.column_name, ' ')
        FROM information_schema.columns c JOIN pg_class t ON t.oid = ('public.' || quote_ident(c.table_name))::regclass
        WHERE c.table_schema = 'public' AND NOT t.relispartition AND t.relkind IN ('r', 'p') AND c.table_name <> '__EFMigrationsHistory'
        """)).Split(' ')];
}
