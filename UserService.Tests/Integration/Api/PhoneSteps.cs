using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Mfa;

namespace UserService.Tests.Integration.Api;

/// <summary>What customers do who have a number alone.</summary>
internal static class PhoneSteps
{
    /// <summary>Signs in from a device that nobody knows, with the code that was texted.</summary>
    public static async Task<Customer> SignInAnewAsync(this Customer customer, Stack stack, string? password = null)
    {
        using var login = await customer.LoginAsync(knownDevice: false, password);
        var challenge = await login.ReadJsonAsync();
        Assert.Equal(["sms"], challenge.GetProperty("methods").EnumerateArray().Select(m => m.GetString()));
        var code = (await stack.ReadMailAsync(customer.Contact, "login_code")).Code!;
        using var verified = await stack.AnswerAsync(challenge.GetProperty("challengeId").GetGuid(), "sms", code);
        Assert.True(verified.StatusCode is HttpStatusCode.OK, await verified.Content.ReadAsStringAsync());
        return new Customer(stack, new Registration("", password ?? customer.Password) { PhoneNumber = customer.Contact }, await verified.ReadJsonAsync());
    }

    /// <summary>Follows the link in a message, as the page that it leads to does.</summary>
    public static async Task PostTokenAsync(this Stack stack, string path, Mail mail)
    {
        using var answer = await stack.Client.PostAsJsonAsync(path, new { token = ContactChangeTests.Token(mail.Body) });
        Assert.True(answer.StatusCode is HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }
}
