using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using UserService.Core.Authentication.Tokens;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class KeyRotationTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string QueriesLogged = "Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command";

    [Fact]
    public async Task The_schedule_publishes_the_next_key_a_day_before_it_signs_and_drops_the_old_one_when_its_tokens_have_run_out()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = { ["SigningKeys:CheckEvery"] = "00:00:00.1" } });
        var (forge, customer) = (await stack.ForgeAsync(), await stack.CreateCustomerAsync());
        var old = forge.KeyId;
        Assert.Equal([old], await KeysAsync(stack));

        stack.Clock.Advance(TimeSpan.FromDays(29) - TimeSpan.FromMinutes(5));
        await Task.Delay(500);
        Assert.Equal(1, await CountAsync(stack));
        stack.Clock.Advance(TimeSpan.FromMinutes(10));
        await WaitForKeysAsync(stack, 2);
        stack.Clock.Advance(KeyRing.RefreshInterval);
        var next = Assert.Single(await UntilAsync(() => KeysAsync(stack), static keys => keys.Count == 2), k => k != old);

        stack.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(2.5));
        customer = await stack.CreateCustomerAsync();
        Assert.Equal(old, KeyOf(customer.AccessToken));
        stack.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(next, KeyOf((await (await customer.RefreshAsync()).ReadJsonAsync()).GetProperty("accessToken").GetString()!));
        Assert.Equal(HttpStatusCode.OK, await ProfileAsync(stack, customer.AccessToken));

        // One that lives longer than any that we make: only the end of its key can refuse it.
        var claims = forge.CustomerClaims(customer.Id, customer.SessionId);
        claims["exp"] = forge.SecondsFromNow(86_400);
        var longLived = forge.Sign(forge.Header(), claims);
        Assert.Equal(HttpStatusCode.OK, await ProfileAsync(stack, longLived));
        claims["jti"] = "not seen before";
        longLived = forge.Sign(forge.Header(), claims);
        stack.Clock.Advance(TimeSpan.FromMinutes(17));

        Assert.Equal(HttpStatusCode.Unauthorized, await ProfileAsync(stack, longLived));
        Assert.Equal([next], await KeysAsync(stack));
        Assert.Equal(2, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE action = 'auth.signing_key_made'"));
    }

    [Fact]
    public async Task Many_rotations_at_once_make_one_key()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });

        var planned = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stack.UseAsync((IKeyRotation keys) => keys.PublishNextAsync(CancellationToken.None))));
        var urgent = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stack.UseAsync((IKeyRotation keys) => keys.ReplaceAsync(CancellationToken.None))));
        stack.Clock.Advance(TimeSpan.FromDays(31));
        var scheduled = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stack.UseAsync((IKeyRotation keys) => keys.RotateIfDueAsync(CancellationToken.None))));

        Assert.Single(planned.OfType<KeyRotationResult.Made>());
        Assert.Single(urgent.OfType<KeyRotationResult.Made>());
        Assert.Single(scheduled.OfType<KeyRotationResult.Made>());
        Assert.Equal(3, await CountAsync(stack)); // the first, retired a month ago, is gone
    }

    [Fact]
    public async Task An_operator_publishes_the_next_key_or_replaces_the_key_at_once()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        var old = (await stack.ForgeAsync()).KeyId;

        var next = await stack.RunWorkerAsync("keys", "rotate");
        var again = await stack.RunWorkerAsync("keys", "rotate");
        var now = await stack.RunWorkerAsync("keys", "rotate", "--now");
        var list = await stack.RunWorkerAsync("keys", "list");

        Assert.Equal((0, 0, 0, 0), (next.ExitCode, again.ExitCode, now.ExitCode, list.ExitCode));
        Assert.StartsWith("made ", next.Output, StringComparison.Ordinal);
        Assert.StartsWith("nothing made", again.Output, StringComparison.Ordinal);
        Assert.StartsWith("made ", now.Output, StringComparison.Ordinal);
        var published = await UntilAsync(() => KeysAsync(stack), static keys => keys.Count == 3);
        Assert.Equal(3, published.Count);
        Assert.Contains(old, published);
        Assert.Equal(published, list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')[0]));
        Assert.Contains(KeyOf((await CreateCustomerAsync(stack)).AccessToken), now.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await stack.RunWorkerAsync("keys", "spin")).ExitCode);
    }

    [Fact]
    public async Task A_token_of_a_key_that_a_host_has_not_heard_of_yet_is_accepted_by_it_at_once()
    {
        await using var stack = await fixture.StartAsync(new StackOptions());
        var customer = await stack.CreateCustomerAsync();
        await stack.UseAsync((IKeyRotation keys) => keys.ReplaceAsync(CancellationToken.None));
        using var replica = await stack.StartReplicaAsync();

        using var refreshed = await replica.PostAsync("/v1/auth/refresh", JsonContentOf(new { refreshToken = customer.RefreshToken }));
        var token = (await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString()!;

        Assert.NotEqual(KeyOf(customer.AccessToken), KeyOf(token));
        Assert.Equal(HttpStatusCode.OK, await UntilAsync(() => ProfileAsync(stack, token), static status => status is HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.OK, await ProfileAsync(stack, customer.AccessToken));
    }

    [Fact]
    public async Task Running_hosts_sign_with_a_new_key_without_being_waited_for()
    {
        await using var stack = await fixture.StartAsync(new StackOptions());
        var customer = await stack.CreateCustomerAsync();
        var made = Assert.IsType<KeyRotationResult.Made>(await stack.UseAsync((IKeyRotation keys) => keys.ReplaceAsync(CancellationToken.None)));

        // The clock stands still: what is heard of is heard of through the database.
        Assert.Contains(made.Key.KeyId, await UntilAsync(() => KeysAsync(stack), keys => keys.Contains(made.Key.KeyId)));
        using var refreshed = await customer.RefreshAsync();
        Assert.Equal(made.Key.KeyId, KeyOf((await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString()!));
        Assert.Equal(HttpStatusCode.OK, await ProfileAsync(stack, customer.AccessToken));
    }

    [Fact]
    public async Task What_a_withdrawn_key_has_signed_is_refused_though_it_was_accepted_a_moment_ago()
    {
        await using var stack = await fixture.StartAsync(new StackOptions());
        var (forge, customer) = (await stack.ForgeAsync(), await stack.CreateCustomerAsync());
        var claims = forge.CustomerClaims(customer.Id, customer.SessionId);
        claims["exp"] = forge.SecondsFromNow(86_400);
        var forged = forge.Sign(forge.Header(), claims); // by the thief of the key
        Assert.Equal(HttpStatusCode.OK, await ProfileAsync(stack, forged));

        Assert.Equal(1, (await stack.RunWorkerAsync("keys", "withdraw", "--id", "another")).ExitCode);
        var withdrawn = await stack.RunWorkerAsync("keys", "withdraw", "--id", forge.KeyId);

        Assert.Equal(0, withdrawn.ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await UntilAsync(() => ProfileAsync(stack, forged), static status => status is HttpStatusCode.Unauthorized));
        Assert.Equal(HttpStatusCode.Unauthorized, await ProfileAsync(stack, customer.AccessToken));
        Assert.DoesNotContain(forge.KeyId, await KeysAsync(stack));

        // The customer's app gets itself another token.
        using var refreshed = await customer.RefreshAsync();
        var token = (await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString()!;
        Assert.Contains(KeyOf(token), withdrawn.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await ProfileAsync(stack, token));
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE action = 'auth.signing_key_withdrawn'"));
    }

    [Fact]
    public async Task A_key_has_a_successor_whichever_is_withdrawn()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        var first = (await stack.ForgeAsync()).KeyId;
        var next = Assert.IsType<KeyRotationResult.Made>(await stack.UseAsync((IKeyRotation keys) => keys.PublishNextAsync(CancellationToken.None))).Key.KeyId;
        var waiting = Assert.IsType<KeyWithdrawalResult.Withdrawn>(await WithdrawAsync(stack, next)).Successor!;
        Assert.True(waiting.ActiveFrom > stack.Clock.GetUtcNow());

        stack.Clock.Advance(TimeSpan.FromMinutes(2));
        var second = Assert.IsType<KeyRotationResult.Made>(await stack.UseAsync((IKeyRotation keys) => keys.ReplaceAsync(CancellationToken.None))).Key.KeyId;
        var third = Assert.IsType<KeyWithdrawalResult.Withdrawn>(await WithdrawAsync(stack, second)).Successor!.KeyId;

        var listed = await stack.UseAsync((IKeyRotation keys) => keys.ListAsync(CancellationToken.None));
        Assert.Equal([first, third, waiting.KeyId], listed.Select(k => k.KeyId));
        Assert.Null(listed[^1].RetiredAt);
        Assert.Null(Assert.IsType<KeyWithdrawalResult.Withdrawn>(await WithdrawAsync(stack, first)).Successor); // it was on its way out
        Assert.IsType<KeyWithdrawalResult.Unknown>(await WithdrawAsync(stack, second));
    }

    [Fact]
    public async Task A_flood_of_made_up_keys_costs_the_database_one_read_in_seconds()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false, Settings = { [QueriesLogged] = "Information" } });
        var forge = await stack.ForgeAsync();
        var claims = forge.CustomerClaims(Guid.Empty, Guid.Empty);
        var before = Reads(stack);
        Assert.True(before > 0, "no query was logged: this test would prove nothing");

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var header = forge.Header();
            header["kid"] = $"{i:D3}{forge.KeyId[3..]}";
            return await ProfileAsync(stack, forge.Sign(header, claims));
        }));

        Assert.All(answers, static a => Assert.Equal(HttpStatusCode.Unauthorized, a));
        Assert.InRange(Reads(stack) - before, 1, 2);
    }

    private static Task<KeyWithdrawalResult> WithdrawAsync(Stack stack, string keyId) =>
        stack.UseAsync((IKeyRotation keys) => keys.WithdrawAsync(keyId, CancellationToken.None));

    private static int Reads(Stack stack) => stack.Logs.Lines.Count(l => l.Contains("FROM signing_keys", StringComparison.Ordinal));

    private static string KeyOf(string token) => new JsonWebToken(token).Kid;

    private static System.Net.Http.Json.JsonContent JsonContentOf(object body) => System.Net.Http.Json.JsonContent.Create(body);

    private static async Task<Customer> CreateCustomerAsync(Stack stack)
    {
        await using var worker = await stack.StartWorkerAsync();
        return await stack.CreateCustomerAsync();
    }

    private static async Task<HttpStatusCode> ProfileAsync(Stack stack, string token)
    {
        using var client = stack.NewClient(token);
        using var response = await client.GetAsync("/v1/profile");
        return response.StatusCode;
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(Stack stack)
    {
        using var response = await stack.Client.GetAsync("/.well-known/jwks.json");
        return [.. (await response.ReadJsonAsync()).GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()!)];
    }

    // A ring whose read takes more than a second goes on with the keys that it has and reads again soon; of itself it would do so only after a minute.
    private static async Task<T> UntilAsync<T>(Func<Task<T>> readAsync, Func<T, bool> isWanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var read = await readAsync();
            if (isWanted(read) || patience.IsCancellationRequested)
                return read;
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private static Task<int> CountAsync(Stack stack) => stack.QueryAsync<int>("SELECT count(*) FROM signing_keys");

    private static async Task WaitForKeysAsync(Stack stack, int count)
    {
        for (var i = 0; i < 300 && await CountAsync(stack) != count; i++)
            await Task.Delay(100);
        Assert.Equal(count, await CountAsync(stack));
    }
}
