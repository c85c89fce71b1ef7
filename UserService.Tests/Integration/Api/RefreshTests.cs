using System.Net;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class RefreshTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Gives_a_new_pair_of_tokens_for_the_same_session()
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.RefreshAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var session = await response.ReadJsonAsync();
        session.ShouldHaveExactly(
            "status:string", "accessToken:string", "tokenType:string", "expiresIn:number", "refreshToken:string", "refreshExpiresIn:number", "sessionId:uuid", "user:object");
        Assert.Equal(customer.SessionId, session.GetProperty("sessionId").GetGuid());
        Assert.NotEqual(customer.RefreshToken, session.GetProperty("refreshToken").GetString());
        Assert.NotEqual(customer.AccessToken, session.GetProperty("accessToken").GetString());
        using var profile = await stack.NewClient(session.GetProperty("accessToken").GetString()).GetAsync("/v1/profile");
        Assert.Equal(HttpStatusCode.OK, profile.StatusCode);
    }

    [Fact]
    public async Task A_client_that_missed_the_answer_gets_the_same_successor_within_ten_seconds()
    {
        var customer = await stack.CreateCustomerAsync();
        var first = await TokenAsync(await customer.RefreshAsync());
        stack.Clock.Advance(TimeSpan.FromSeconds(5));

        var again = await TokenAsync(await customer.RefreshAsync());

        Assert.Equal(first, again);
        Assert.Equal(HttpStatusCode.OK, (await customer.RefreshAsync(first)).StatusCode);
    }

    [Fact]
    public async Task Twenty_refreshes_at_once_give_one_successor()
    {
        var customer = await stack.CreateCustomerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => customer.RefreshAsync()));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        var successor = Assert.Single((await Task.WhenAll(answers.Select(TokenAsync))).Distinct());
        Assert.Equal(HttpStatusCode.OK, (await customer.RefreshAsync(successor)).StatusCode);
    }

    [Fact]
    public async Task Reuse_after_ten_seconds_ends_the_session_with_all_its_tokens()
    {
        var customer = await stack.CreateCustomerAsync();
        var successor = await TokenAsync(await customer.RefreshAsync());
        Assert.Equal(HttpStatusCode.OK, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        stack.Clock.Advance(TimeSpan.FromSeconds(11));

        using var reuse = await customer.RefreshAsync();

        await reuse.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        await (await customer.RefreshAsync(successor)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        await (await customer.Client.GetAsync("/v1/profile")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        var revoked = await stack.Events.WaitForAsync("auth.session_revoked.v1", customer.Id);
        revoked.Data.ShouldHaveExactly("userId:uuid", "sessionId:uuid", "reason:string");
        Assert.Equal(customer.SessionId, revoked.Data.GetProperty("sessionId").GetGuid());
        Assert.Equal("refresh_token_reused", revoked.Data.GetProperty("reason").GetString());
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'auth.refresh_token_reused'", customer.Id));
    }

    [Fact]
    public async Task Reuse_of_the_token_before_the_last_ends_the_session_at_once()
    {
        var customer = await stack.CreateCustomerAsync();
        var second = await TokenAsync(await customer.RefreshAsync());
        await TokenAsync(await customer.RefreshAsync(second));

        using var reuse = await customer.RefreshAsync();

        await reuse.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        await (await customer.Client.GetAsync("/v1/profile")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task Reuse_twenty_times_at_once_is_one_revocation_and_one_event()
    {
        var customer = await stack.CreateCustomerAsync();
        await TokenAsync(await customer.RefreshAsync());
        stack.Clock.Advance(TimeSpan.FromSeconds(11));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => customer.RefreshAsync()));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Unauthorized, a.StatusCode));
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM outbox_messages WHERE user_id = $1 AND type = 'auth.session_revoked.v1'", customer.Id));
    }

    [Fact]
    public async Task A_revoked_session_is_refused_by_another_host_within_a_second()
    {
        var customer = await stack.CreateCustomerAsync();
        var replica = await stack.StartReplicaAsync(customer.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await replica.GetAsync("/v1/profile")).StatusCode);

        (await customer.Client.PostAsync("/v1/auth/logout", null)).Dispose();

        var started = TimeProvider.System.GetTimestamp();
        var (status, late) = (HttpStatusCode.OK, false);
        while (status is HttpStatusCode.OK && !late)
        {
            late = TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(1); // of the question: an answer takes as long as the machine is busy
            status = (await replica.GetAsync("/v1/profile")).StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task A_session_ends_after_half_an_hour_without_a_refresh()
    {
        var customer = await stack.CreateCustomerAsync();
        stack.Clock.Advance(TimeSpan.FromMinutes(29));
        var second = await TokenAsync(await customer.RefreshAsync());
        stack.Clock.Advance(TimeSpan.FromMinutes(31));

        await (await customer.RefreshAsync(second)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
    }

    [Fact]
    public async Task A_session_ends_after_a_day_however_often_it_is_refreshed()
    {
        var customer = await stack.CreateCustomerAsync();
        var (token, left) = (customer.RefreshToken, 0);
        for (var minutes = 0; minutes + 25 < 24 * 60; minutes += 25)
        {
            stack.Clock.Advance(TimeSpan.FromMinutes(25));
            var session = await (await customer.RefreshAsync(token)).ReadJsonAsync();
            (token, left) = (session.GetProperty("refreshToken").GetString()!, session.GetProperty("refreshExpiresIn").GetInt32());
        }

        Assert.InRange(left, 1, 15 * 60 + 1); // the answer tells that the end is near
        stack.Clock.Advance(TimeSpan.FromMinutes(16));
        await (await customer.RefreshAsync(token)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
    }

    [Fact]
    public async Task Logging_out_ends_this_session_only_and_can_be_repeated_in_vain()
    {
        var customer = await stack.CreateCustomerAsync();
        using var login = await customer.LoginAsync();
        var other = stack.NewClient((await login.ReadJsonAsync()).GetProperty("accessToken").GetString());

        using var logout = await customer.Client.PostAsync("/v1/auth/logout", null);

        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        Assert.Empty(await logout.Content.ReadAsByteArrayAsync());
        await (await customer.Client.PostAsync("/v1/auth/logout", null)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        await (await customer.RefreshAsync()).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/v1/profile")).StatusCode);
        var revoked = await stack.Events.WaitForAsync("auth.session_revoked.v1", customer.Id);
        Assert.Equal("logout", revoked.Data.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_token_of_one_kind_is_no_good_as_another()
    {
        var customer = await stack.CreateCustomerAsync();
        var secret = await stack.AddServiceClientAsync($"svc-{customer.Id:N}", "users.read");
        using var form = new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", $"svc-{customer.Id:N}"), new("client_secret", secret)]);
        using var service = await stack.Client.PostAsync("/oauth/token", form);
        var serviceToken = (await service.ReadJsonAsync()).GetProperty("access_token").GetString()!;

        foreach (var token in (string[])[customer.RefreshToken, customer.DeviceToken, serviceToken])
            await (await stack.NewClient(token).GetAsync("/v1/profile")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        foreach (var token in (string[])[customer.AccessToken, customer.DeviceToken, serviceToken])
        {
            using var refresh = await customer.RefreshAsync(token.Length > 256 ? token[..256] : token);
            await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        }

        using var whole = await customer.RefreshAsync(customer.AccessToken);
        Assert.True(whole.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{whole.StatusCode}");
        Assert.Equal(HttpStatusCode.OK, (await customer.RefreshAsync()).StatusCode); // and none of it hurt the session
    }

    [Fact]
    public async Task A_refresh_token_that_was_tampered_with_is_refused_and_counts_as_no_reuse()
    {
        var customer = await stack.CreateCustomerAsync();
        var token = customer.RefreshToken;
        foreach (var at in (int[])[3, 30, 60, token.Length - 3])
        {
            var tampered = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
            await (await customer.RefreshAsync(tampered)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        }

        Assert.Equal(HttpStatusCode.OK, (await customer.RefreshAsync()).StatusCode);
    }

    private static async Task<string> TokenAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.ReadJsonAsync()).GetProperty("refreshToken").GetString()!;
    }
}
