using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>What a failure of the real host tells Sentry: an ingest of our own reads along.</summary>
[Collection(ServersCollection.Name)]
public sealed class ErrorReportTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task A_failure_with_a_customers_data_in_hand_is_reported_without_them()
    {
        await using var sentry = await Collector.StartAsync();
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false, Settings = { ["SENTRY_DSN"] = sentry.Dsn } });

        // PostgreSQL quotes the whole row when a check fails: the worst that an exception of ours can say.
        await stack.ExecuteAsync("ALTER TABLE users ADD CONSTRAINT nobody CHECK (first_name <> 'Grizelda')");
        using var response = await stack.Client.PostAsJsonAsync("/v1/auth/register?campaign=grizelda.quist%40example.com", new
        {
            email = "grizelda.quist@example.com",
            phoneNumber = "+2348031234567",
            password = "violet-Kestrel-19-quietly",
            firstName = "Grizelda",
            lastName = "Quist",
            country = "NG",
            acceptedTermsVersion = "2026-01",
        });
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);

        var report = await sentry.ReadAsync("/api/42/envelope/", containing: "PostgresException");
        Assert.Contains("\"release\":\"user-service-api@", report, StringComparison.Ordinal);
        Assert.Contains("\"environment\":\"Development\"", report, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("23514", report, StringComparison.Ordinal); // it still says what went wrong
        // The machine's name as a whole value: one as short as "vm" may be part of an id.
        foreach (var leak in (string[])["grizelda", "quist", "8031234567", "violet-Kestrel", "ip_address", "server_name", $"\"{Environment.MachineName}\""])
            Assert.DoesNotContain(leak, sentry.All, StringComparison.OrdinalIgnoreCase);
    }
}
