using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

[Collection(ServersCollection.Name)]
public sealed class IdempotencyTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task The_same_request_with_the_same_key_is_done_once_and_answered_alike()
    {
        var (email, key) = (Stack.NewAddress(), NewKey());

        using var first = await RegisterAsync(email, key);
        using var again = await RegisterAsync(email, key);

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
        Assert.Equal(1L, await UsersAsync(email));
    }

    [Fact]
    public async Task Of_twenty_at_once_one_is_done_and_the_others_hear_of_it_or_are_told_to_wait()
    {
        var (email, key) = (Stack.NewAddress(), NewKey());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RegisterAsync(email, key)));

        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.Accepted);
        foreach (var answer in answers.Where(a => a.StatusCode != HttpStatusCode.Accepted))
            await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "idempotency_in_flight");
        Assert.Equal(1L, await UsersAsync(email));
    }

    [Fact]
    public async Task A_key_is_good_for_one_content_only()
    {
        var key = NewKey();
        using var first = await RegisterAsync(Stack.NewAddress(), key);
        var other = Stack.NewAddress();

        using var second = await RegisterAsync(other, key);

        await second.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        Assert.Equal(0L, await UsersAsync(other));
    }

    [Fact]
    public async Task After_a_refusal_the_key_works_for_the_corrected_request()
    {
        var (email, key) = (Stack.NewAddress(), NewKey());
        using var refused = await RegisterAsync("not-an-address", key);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        using var corrected = await RegisterAsync(email, key);

        Assert.Equal(HttpStatusCode.Accepted, corrected.StatusCode);
        Assert.Equal(1L, await UsersAsync(email));
    }

    [Fact]
    public async Task Answers_that_hold_tokens_are_not_kept()
    {
        var (customer, key) = (await stack.CreateCustomerAsync(), NewKey());
        var kept = await KeptAsync();
        var login = new { identifier = customer.Email, password = customer.Password, deviceToken = customer.DeviceToken };

        using var first = await SendAsync(stack.Client, "/v1/auth/login", login, key);
        using var second = await SendAsync(stack.Client, "/v1/auth/login", login, key);

        Assert.NotEqual((await first.ReadJsonAsync()).GetProperty("sessionId").GetGuid(), (await second.ReadJsonAsync()).GetProperty("sessionId").GetGuid());
        using var codes = await SendAsync(customer.Client, "/v1/auth/factors/recovery-codes", new { }, key);
        Assert.True(codes.IsSuccessStatusCode, await codes.Content.ReadAsStringAsync());
        Assert.Equal(kept, await KeptAsync());
    }

    [Fact]
    public async Task The_same_key_of_another_customer_is_another_key()
    {
        var (ada, eve, key) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync(), NewKey());
        var approval = new { operation = "payment.create", payloadHash = new string('0', 64) };

        using var hers = await SendAsync(ada.Client, "/v1/auth/approvals", approval, key);
        using var others = await SendAsync(eve.Client, "/v1/auth/approvals", approval, key);

        Assert.False(others.Headers.Contains("Idempotency-Replayed"));
        Assert.NotEqual(await hers.Content.ReadAsStringAsync(), await others.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\tbed")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        using var response = await RegisterAsync(Stack.NewAddress(), key);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_idempotency_key");
    }

    [Fact]
    public async Task After_a_day_a_key_is_free_again()
    {
        var key = NewKey();
        using var first = await RegisterAsync(Stack.NewAddress(), key);
        stack.Clock.Advance(TimeSpan.FromHours(25));

        using var later = await RegisterAsync(Stack.NewAddress(), key);

        Assert.Equal(HttpStatusCode.Accepted, later.StatusCode);
    }

    private static string NewKey() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

    private Task<HttpResponseMessage> RegisterAsync(string email, string key) => SendAsync(
        stack.Client, "/v1/auth/register",
        new { email, password = "violet-Kestrel-73-quietly", firstName = "Ada", lastName = "Obi", country = "NG", acceptedTermsVersion = "2026-01" }, key);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private Task<long> KeptAsync() => stack.QueryAsync<long>("SELECT count(*) FROM idempotency_keys");

    private Task<long> UsersAsync(string email) => stack.QueryAsync<long>($"SELECT count(*) FROM users WHERE email = '{email}'");
}
