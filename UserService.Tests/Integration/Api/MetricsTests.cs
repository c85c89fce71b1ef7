using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>The figures that dashboards and alerts are made of, as Prometheus reads them.</summary>
[Collection(ServersCollection.Name)]
public sealed partial class MetricsTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Everything_that_dashboards_and_rules_name_is_exposed_and_counts()
    {
        await using var stack = await fixture.StartAsync(new StackOptions
        {
            Settings = { ["RateLimits:Enabled"] = "true", ["RateLimits:Refresh:Limit"] = "4", ["RateLimits:Refresh:Window"] = "01:00:00", ["Passwords:QueueLength"] = "1" },
        });
        await UseAsync(stack);

        // Labels as Prometheus writes them: in this order.
        string[] counted =
        [
            "user_service_registrations_verified_total{channel=\"email\"}",
            "user_service_logins_total{outcome=\"invalid_credentials\",step=\"password\"}",
            "user_service_logins_total{outcome=\"challenged\",step=\"password\"}",
            "user_service_logins_total{outcome=\"authenticated\",step=\"second_factor\"}",
            "user_service_factors_total{method=\"email\",outcome=\"refused\",purpose=\"LoginMfa\"}",
            "user_service_factors_total{method=\"email\",outcome=\"proven\",purpose=\"LoginMfa\"}",
            "user_service_refreshes_total{outcome=\"refreshed\"}",
            "user_service_refreshes_total{outcome=\"reused\"}",
            "user_service_rate_limit_refused_total{limit=\"refresh\"}",
            "user_service_notifications_total{channel=\"email\",outcome=\"sent\"}",
            "user_service_notifications_providers_total{channel=\"email\",outcome=\"taken\"}",
            "user_service_cache_lookups_total{cache=\"tokens\",result=\"hit\"}",
            "user_service_cache_lookups_total{cache=\"tokens\",result=\"miss\"}",
            "user_service_outbox_published_total{type=\"user.registered.v1\"}",
            "passwords_hash_refused_total{operation=\"decoy\"}",
            "user_service_signing_key_age_seconds",
        ];
        var metrics = await ReadAsync(stack, text => Array.TrueForAll(counted, series => Value(text, series) > 0));
        Assert.DoesNotContain(counted, series => Value(metrics, series) is not > 0);
        foreach (var gauge in (string[])["user_service_outbox_waiting", "user_service_outbox_oldest_seconds", "user_service_notifications_waiting", "user_service_notifications_oldest_seconds", "user_service_kyc_cases{state=\"Approved\"}", "user_service_kyc_reviews", "user_service_kyc_reviews_oldest_seconds", "user_service_inbox_dead_letters_total"])
            Assert.NotNull(Value(metrics, gauge));

        var exposed = Exposed().Matches(metrics).Select(m => m.Groups[1].Value).Append("up").Concat(Recorded()).ToHashSet();
        var named = Expressions().SelectMany(Names).Distinct().ToList();
        Assert.True(named.Count > 25, $"{named.Count} metrics are named");
        Assert.DoesNotContain(named, name => !exposed.Contains(name));
        Assert.DoesNotContain("example.com", metrics, StringComparison.Ordinal); // no customer is a label
    }

    private static async Task UseAsync(Stack stack)
    {
        var customer = await stack.CreateCustomerAsync();
        var mail = await stack.ReadMailAsync(customer.Email, "registration_code");
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.OK, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stack.Client.PostAsJsonAsync("/v1/auth/login", new { identifier = Stack.NewAddress(), password = "whatever-it-Was-55" })).StatusCode);

        using var challenged = await stack.Client.PostAsJsonAsync("/v1/auth/login", new { identifier = customer.Email, password = customer.Password });
        var challenge = (await challenged.ReadJsonAsync()).GetProperty("challengeId").GetGuid();
        var code = (await stack.ReadMailAsync(customer.Email, "login_code", mail)).Code!;
        var wrong = code == "000000" ? "000001" : "000000";
        Assert.Equal(HttpStatusCode.Unauthorized, (await stack.Client.PostAsJsonAsync("/v1/auth/mfa/verify", new { challengeId = challenge, method = "email", code = wrong })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stack.Client.PostAsJsonAsync("/v1/auth/mfa/verify", new { challengeId = challenge, method = "email", code })).StatusCode);

        // More at once than the one place in the queue and the cores hold.
        await Task.WhenAll(Enumerable.Range(0, 8 + (2 * Environment.ProcessorCount))
            .Select(_ => stack.Client.PostAsJsonAsync("/v1/auth/login", new { identifier = Stack.NewAddress(), password = "whatever-it-Was-55" })));

        using var refreshed = await customer.RefreshAsync();
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
        using var second = await customer.RefreshAsync((await refreshed.ReadJsonAsync()).GetProperty("refreshToken").GetString());
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        stack.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HttpStatusCode.Unauthorized, (await customer.RefreshAsync()).StatusCode);
        for (var i = 0; i < 6; i++)
            await customer.RefreshAsync();
    }

    private static async Task<string> ReadAsync(Stack stack, Func<string, bool> complete)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var metrics = await stack.ScrapeAsync();
            if (complete(metrics) || patience.IsCancellationRequested)
                return metrics;
            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>The highest value of the series over the hosts, whatever other labels it has.</summary>
    private static double? Value(string metrics, string series)
    {
        var (name, labels) = series.Split('{', 2) is [var n, var l] ? (n, l.TrimEnd('}').Split(',')) : (series, []);
        var values = metrics.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{' && Array.TrueForAll(labels, label => line.Contains(label, StringComparison.Ordinal)))
            .Select(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        return values.Count > 0 ? values.Max() : null;
    }

    private static IEnumerable<string> Expressions()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Root(), "monitoring/grafana/dashboards"), "*.json"))
        {
            using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
                foreach (var target in panel.GetProperty("targets").EnumerateArray())
                    yield return target.GetProperty("expr").GetString()!;
        }

        foreach (Match expression in Rule().Matches(File.ReadAllText(Path.Combine(Root(), "monitoring/prometheus/rules.yml"))))
            yield return expression.Groups[1].Value;
    }

    private static IEnumerable<string> Recorded() => Record().Matches(File.ReadAllText(Path.Combine(Root(), "monitoring/prometheus/rules.yml"))).Select(m => m.Groups[1].Value);

    // Labels, texts, durations and groupings go; what is left and is no function or operator is a metric.
    private static IEnumerable<string> Names(string expression) => Word().Matches(Grouping().Replace(Quoted().Replace(expression, ""), ""))
        .Select(m => m.Value).Where(word => word.Contains('_', StringComparison.Ordinal) || word is "up").Except(["histogram_quantile", "label_replace"]);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserService.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^([a-z][a-z_0-9]*)[ {]", RegexOptions.Multiline)]
    private static partial Regex Exposed();

    [GeneratedRegex(@"^ +expr: (\|\n(?: {10}.*\n)+|.*)", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"- record: (\S+)")]
    private static partial Regex Record();

    [GeneratedRegex(@"""[^""]*""|\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(by|on|without|ignoring) *\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex("[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Word();
}
