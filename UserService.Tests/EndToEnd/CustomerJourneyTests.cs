using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.EndToEnd;

[Collection(ServersCollection.Name)]
public sealed class CustomerJourneyTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_customer_registers_verifies_signs_in_stays_signed_in_and_signs_out()
    {
        var registration = await stack.RegisterAsync();
        var mail = await stack.ReadMailAsync(registration.Email, "registration_code");
        Assert.Matches("^[0-9]{6}$", mail.Code);
        Assert.Contains(mail.Code!, mail.Body, StringComparison.Ordinal);

        using var verified = await stack.Client.PostAsJsonAsync("/v1/auth/verify", new { registrationId = registration.Id, code = mail.Code });
        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
        var customer = new Customer(stack, registration, await verified.ReadJsonAsync());
        await stack.Events.WaitForAsync("user.registered.v1", customer.Id);
        await stack.Events.WaitForAsync("user.email_verified.v1", customer.Id);

        using var login = await customer.LoginAsync();
        var session = new Customer(stack, registration, await login.ReadJsonAsync());
        Assert.NotEqual(customer.SessionId, session.SessionId);
        await stack.Events.WaitForAsync("auth.login_succeeded.v1", customer.Id);

        using var refreshed = await session.RefreshAsync();
        var renewed = stack.NewClient((await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString());
        Assert.Equal(HttpStatusCode.OK, (await renewed.GetAsync("/v1/profile")).StatusCode);

        using var logout = await renewed.PostAsync("/v1/auth/logout", null);
        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await renewed.GetAsync("/v1/profile")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await session.RefreshAsync()).StatusCode);

        // The other session of the same customer goes on.
        Assert.Equal(HttpStatusCode.OK, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
    }
}
