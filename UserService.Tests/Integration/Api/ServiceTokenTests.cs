using System.Net;
using System.Net.Http.Headers;
using System.Text;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary><c>POST /oauth/token</c> as RFC 6749 has it.</summary>
[Collection(ServersCollection.Name)]
public sealed class ServiceTokenTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;
    private readonly string id = $"svc-{Stack.NewAddress().Split('@')[0]}";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_proves_its_secret_gets_a_token(bool basic)
    {
        var secret = await stack.AddServiceClientAsync(id, "users.read", "users.find");

        using var response = basic
            ? await AskAsync("grant_type=client_credentials&scope=users.read", $"{id}:{Uri.EscapeDataString(secret)}")
            : await AskAsync($"grant_type=client_credentials&scope=users.read&client_id={id}&client_secret={Uri.EscapeDataString(secret)}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
        var answer = await response.ReadJsonAsync();
        answer.ShouldHaveExactly("access_token:string", "token_type:string", "expires_in:number", "scope:string");
        Assert.Equal("Bearer", answer.GetProperty("token_type").GetString());
        Assert.Equal("users.read", answer.GetProperty("scope").GetString());
        Assert.Equal(900, answer.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task Without_a_scope_it_gets_all_it_may_have()
    {
        var secret = await stack.AddServiceClientAsync(id, "users.read", "users.find");

        using var response = await AskAsync("grant_type=client_credentials", $"{id}:{secret}");

        Assert.Equal("users.read users.find", (await response.ReadJsonAsync()).GetProperty("scope").GetString());
    }

    [Theory]
    [InlineData("grant_type=client_credentials&scope=tokens.validate", "{id}:{secret}", 400, "invalid_scope")]
    [InlineData("grant_type=client_credentials&scope=users.read%00", "{id}:{secret}", 400, "invalid_request")]
    [InlineData("grant_type=password", "{id}:{secret}", 400, "unsupported_grant_type")]
    [InlineData("grant_type=", "{id}:{secret}", 400, "invalid_request")]
    [InlineData("scope=users.read", "{id}:{secret}", 400, "invalid_request")]
    [InlineData("", "{id}:{secret}", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", "{id}:{secret}", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&scope=users.read&scope=users.find", "{id}:{secret}", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials", "{id}:wrong", 401, "invalid_client")]
    [InlineData("grant_type=client_credentials", "nobody:{secret}", 401, "invalid_client")]
    [InlineData("grant_type=client_credentials", null, 401, "invalid_client")]
    [InlineData("grant_type=client_credentials", "no colon", 401, "invalid_client")]
    [InlineData("grant_type=client_credentials", "a\0b:c\0d", 401, "invalid_client")]
    [InlineData("grant_type=client_credentials", "a%00b:c", 401, "invalid_client")]
    [InlineData("grant_type=client_credentials&client_id=a%00b&client_secret=c%00d", null, 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret={secret}", "{id}:{secret}", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret={secret}&client_assertion=a.b.c", null, 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&client_assertion=a.b.c", "{id}:{secret}", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id=%ff%fe&client_secret=%ff", null, 401, "invalid_client")]
    public async Task Errors_have_the_shape_of_RFC_6749(string form, string? basic, int status, string error)
    {
        var secret = await stack.AddServiceClientAsync(id, "users.read", "users.find");

        using var response = await AskAsync(Fill(form), basic is null ? null : Fill(basic));

        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        var answer = await response.ReadJsonAsync();
        answer.ShouldHaveExactly("error:string", "error_description:string");
        Assert.Equal(error, answer.GetProperty("error").GetString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        if (status == 401)
            Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);

        string Fill(string text) => text.Replace("{id}", id, StringComparison.Ordinal).Replace("{secret}", secret, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", """{"grant_type":"client_credentials"}""")]
    [InlineData("text/plain", "grant_type=client_credentials")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nnonsense")]
    [InlineData(null, "grant_type=client_credentials")]
    public async Task A_body_that_is_no_form_is_refused(string? contentType, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        using var response = await stack.Client.PostAsync("/oauth/token", content);

        await OAuthTests.ShouldRefuseAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_form_of_too_many_or_too_long_fields_is_refused()
    {
        using var many = await AskAsync(string.Join('&', Enumerable.Range(0, 2000).Select(i => $"k{i}=v")));
        using var longKey = await AskAsync($"{new string('k', 5000)}=v");
        using var long2MiB = await AskAsync($"grant_type={new string('x', 2 * 1024 * 1024)}");

        foreach (var refused in (HttpResponseMessage[])[many, longKey, long2MiB])
        {
            await OAuthTests.ShouldRefuseAsync(refused, HttpStatusCode.BadRequest, "invalid_request");
            Assert.True(refused.Headers.CacheControl?.NoStore);
        }
    }

    [Theory]
    [InlineData("/oauth/token")]
    [InlineData("/oauth/introspect")]
    [InlineData("/oauth/revoke")]
    public async Task Every_endpoint_refuses_two_kinds_of_authentication_and_a_parameter_sent_twice(string path)
    {
        var secret = await stack.AddServiceClientAsync(id, "tokens.introspect", "sessions.revoke");
        var basic = $"{id}:{secret}";

        foreach (var refused in new[]
        {
            await AskAsync($"grant_type=client_credentials&token=x&client_id={id}&client_secret={secret}", basic, path),
            await AskAsync($"grant_type=client_credentials&token=x&client_id={id}&client_secret={secret}&client_assertion_type=x&client_assertion=a.b.c", null, path),
            await AskAsync("grant_type=client_credentials&token=x&token=y", basic, path),
            await AskAsync("grant_type=client_credentials&token=x&extra=1&extra=2", basic, path),
        })
        {
            await OAuthTests.ShouldRefuseAsync(refused, HttpStatusCode.BadRequest, "invalid_request");
            Assert.True(refused.Headers.CacheControl?.NoStore);
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16")]
    [InlineData(null)]
    public async Task A_wrong_content_type_is_told_alike_by_every_endpoint(string? type)
    {
        foreach (var path in new[] { "/oauth/token", "/oauth/introspect", "/oauth/revoke" })
        {
            using var content = new ByteArrayContent("token=x"u8.ToArray());
            if (type is not null)
                content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var response = await stack.Client.PostAsync(path, content);
            await OAuthTests.ShouldRefuseAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        }
    }

    private async Task<HttpResponseMessage> AskAsync(string form, string? basic = null, string path = "/oauth/token")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        if (basic is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        return await stack.Client.SendAsync(request);
    }
}
