using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;

namespace UserService.Tests.Fixtures;

public sealed partial class Stack
{
    private static readonly TimeSpan MailPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    public static string NewAddress() => $"ada-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.com";

    /// <summary>A Nigerian mobile number in E.164.</summary>
    public static string NewNumber() => "+234803" + RandomNumberGenerator.GetString("0123456789", 7);

    /// <summary>Registers and does not verify yet.</summary>
    public Task<Registration> RegisterAsync(string? email = null, string? password = null) =>
        OpenAsync(new Registration(email ?? NewAddress(), password ?? NewPassword()));

    /// <summary>Registers with a number alone and does not verify yet.</summary>
    public Task<Registration> RegisterByPhoneAsync(string? number = null) => OpenAsync(new Registration("", NewPassword()) { PhoneNumber = number ?? NewNumber() });

    /// <summary>A customer who has registered, verified the address, and is signed in.</summary>
    public async Task<Customer> CreateCustomerAsync(string? email = null) => await VerifyAsync(await RegisterAsync(email));

    /// <summary>A customer who has a verified number and no address.</summary>
    public async Task<Customer> CreateCustomerByPhoneAsync(string? number = null) => await VerifyAsync(await RegisterByPhoneAsync(number));

    private async Task<Registration> OpenAsync(Registration registration)
    {
        using var response = await Client.PostAsJsonAsync("/v1/auth/register", registration.Body);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return registration with { Id = (await response.ReadJsonAsync()).GetProperty("registrationId").GetGuid() };
    }

    private async Task<Customer> VerifyAsync(Registration registration)
    {
        var code = (await ReadMailAsync(registration.Contact, "registration_code")).Code!;
        using var response = await Client.PostAsJsonAsync(
            "/v1/auth/verify", new { registrationId = registration.Id, code, device = new { name = "Ada's phone", platform = "ios" } });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new Customer(this, registration, await response.ReadJsonAsync());
    }

    private static string NewPassword() => $"violet-Kestrel-{RandomNumberGenerator.GetHexString(8)}";

    /// <summary>Somebody who has these roles. Given by hand: how roles are granted is told by tests of their own.</summary>
    public async Task<Staff> CreateStaffAsync(params string[] roles)
    {
        var person = await CreateCustomerAsync();
        await ExecuteAsync(
            $"""
             UPDATE users SET roles = ARRAY['{string.Join("','", roles)}'] WHERE id = '{person.Id}';
             INSERT INTO user_roles (user_id, role, granted_at, reason) SELECT '{person.Id}', r, now(), 'a test' FROM unnest(ARRAY['{string.Join("','", roles)}']) r;
             """);
        using var refreshed = await person.RefreshAsync();
        return new Staff(this, person, (await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString()!);
    }

    /// <summary>The newest message of a template to an address; waits for it and fails after 20 seconds.</summary>
    /// <param name="after">Only a message other than this one.</param>
    public async Task<Mail> ReadMailAsync(string address, string template, Mail? after = null)
    {
        using var patience = new CancellationTokenSource(MailPatience);
        while (true)
        {
            var messages = (await Client.GetFromJsonAsync<List<Mail>>($"/dev/messages?to={Uri.EscapeDataString(address)}", CancellationToken.None))!;
            if (messages.Find(m => m.Template == template) is { } found && found.Id != after?.Id)
                return found;
            if (patience.IsCancellationRequested)
                Assert.Fail($"No {template} came to {address} within {MailPatience.TotalSeconds:0} s; these did: {string.Join(", ", messages.Select(m => m.Template))}.");
            await Task.Delay(Look, CancellationToken.None);
        }
    }
}
