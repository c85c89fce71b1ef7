using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Admin;

[Collection(OtherServersCollection.Name)]
public sealed class SeedTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Seeded_customers_are_found_sign_in_and_go_on_where_the_last_run_ended()
    {
        await using var stack = await fixture.StartAsync(new StackOptions());

        var (exitCode, output) = await stack.RunWorkerAsync("seed", "--users", "12000", "--password", "plum-Anchor-73-violet");
        Assert.True(exitCode == 0, output);
        Assert.Contains("12,000 of 12,000", output, StringComparison.Ordinal);
        Assert.Equal(0, (await stack.RunWorkerAsync("seed", "--users", "5", "--password", "plum-Anchor-73-violet")).ExitCode);

        Assert.Equal(12_005, await stack.QueryAsync<int>("SELECT count(*) FROM users WHERE email LIKE 'seed-%'"));
        using var login = await stack.Client.PostAsJsonAsync("/v1/auth/login", new { identifier = "seed-00012004@seed.example", password = "plum-Anchor-73-violet" });
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        var support = await stack.CreateStaffAsync("support");
        using var found = await support.PostAsync("users/search", new { by = "email", value = "seed-00000000@seed.example" });
        Assert.Equal(1, (await found.ReadJsonAsync()).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Nobody_seeds_a_database_in_production()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { Environment = "Production", WithWorker = false });

        var (exitCode, output) = await stack.RunWorkerAsync("seed", "--users", "5");

        Assert.Equal(1, exitCode);
        Assert.Contains("Development and Staging only", output, StringComparison.Ordinal);
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM users"));
    }
}
