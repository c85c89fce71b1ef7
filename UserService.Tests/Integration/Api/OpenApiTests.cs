using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using UserService.Api.Http;
using UserService.Api.OpenApi;
using UserService.Core;
using UserService.Core.Errors;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed partial class OpenApiTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task The_committed_document_is_what_the_host_serves()
    {
        var served = Lines(await stack.Client.GetStringAsync("/openapi/v1.yaml"));
        var committed = Lines(await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "openapi.yaml")));

        var first = served.Zip(committed).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(
            first == served.Length && first == committed.Length,
            $"Run ./scripts/openapi.sh and commit docs/openapi.yaml. Line {first + 1} is '{committed.ElementAtOrDefault(first)}', the host says '{served.ElementAtOrDefault(first)}'.");
    }

    [Fact]
    public async Task Refusals_are_told_of_operations_that_exist()
    {
        using var document = JsonDocument.Parse(await stack.Client.GetStringAsync("/openapi/v1.json"));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value.GetProperty("operationId").GetString()!).ToHashSet();

        Assert.Empty(Refusals.ByOperation.Keys.Except(operations));
    }

    [Fact]
    public async Task A_rules_amounts_must_be_there_and_may_be_null()
    {
        using var document = JsonDocument.Parse(await stack.Client.GetStringAsync("/openapi/v1.json"));
        var rule = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("TierRuleRequest");

        foreach (var amount in (string[])["single", "daily", "balance"])
        {
            Assert.Contains(amount, rule.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
            Assert.Contains("null", rule.GetProperty("properties").GetProperty(amount).GetProperty("type").EnumerateArray().Select(type => type.GetString()));
        }
    }

    [Fact]
    public async Task Every_operation_that_can_miss_a_tag_says_which_it_wants()
    {
        using var document = JsonDocument.Parse(await stack.Client.GetStringAsync("/openapi/v1.json"));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(o => o.Value)
            .Where(o => o.GetProperty("responses").TryGetProperty("412", out _)).ToList();

        Assert.NotEmpty(operations);
        Assert.All(operations, o => Assert.Contains("If-Match", o.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString())));
    }

    [Fact]
    public void Documented_codes_are_those_of_errors_with_their_statuses()
    {
        var existing = Errors().Select(error => new Refusal(Problems.Status(error.Kind), error.Code)).ToHashSet();

        Assert.Empty(Refusals.ByOperation.Values.SelectMany(refusals => refusals).Except(existing));
    }

    [Fact]
    public async Task The_reference_page_needs_nothing_from_elsewhere()
    {
        using var response = await stack.Client.GetAsync("/docs/");
        var page = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();

        Assert.Contains("connect-src 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var scripts = Source().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var served = await stack.Client.GetAsync(new Uri(new Uri(stack.Address, "/docs/"), script));
            Assert.True(served.IsSuccessStatusCode, $"{script}: {served.StatusCode}");
            Assert.Equal(stack.Address.Authority, served.RequestMessage!.RequestUri!.Authority);
        }
    }

    // Errors are static members of the features, often private: a field, or a method of the time to wait.
    private static IEnumerable<Error> Errors()
    {
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var types = new[] { typeof(CoreServices).Assembly, typeof(Problems).Assembly }.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.ContainsGenericParameters).ToList();
        var fields = types.SelectMany(type => type.GetFields(Static)).Where(field => field.FieldType == typeof(Error)).Select(field => (Error)field.GetValue(null)!);
        var methods = types.SelectMany(type => type.GetMethods(Static))
            .Where(method => method.ReturnType == typeof(Error) && method.GetParameters() is [{ ParameterType: var wait }] && wait == typeof(TimeSpan))
            .Select(method => (Error)method.Invoke(null, [TimeSpan.FromSeconds(1)])!);
        return fields.Concat(methods);
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserService.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("<script[^>]* src=\"([^\"]+)\"")]
    private static partial Regex Source();
}
