using System.Net;
using System.Net.Http.Json;
using Banking.Users.V1;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Admin;
using UserService.Tests.Integration.Grpc;
using UserService.Tests.Integration.Mfa;

namespace UserService.Tests.Integration.Api;

/// <summary>Customers who have a telephone number and no address can do what others can, and are told by text.</summary>
[Collection(ServersCollection.Name)]
public sealed class PhoneCustomerTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Signs_in_from_a_new_device_with_a_texted_code_and_stays_signed_in()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();

        var elsewhere = await customer.SignInAnewAsync(stack);

        Assert.Equal("sms", (await stack.ReadMailAsync(customer.Contact, "new_device")).Channel);
        using var refreshed = await elsewhere.RefreshAsync();
        Assert.Equal(["pwd", "sms", "mfa"], (await refreshed.ReadClaimsAsync()).Amr());
        (await refreshed.ReadJsonAsync()).GetProperty("user").ShouldHaveExactly("id:uuid", "email:null", "firstName:string", "lastName:string", "status:string", "kycTier:number");
        foreach (var spelling in (string[])[$"{customer.Contact[..4]} {customer.Contact[4..7]} {customer.Contact[7..]}", $"{customer.Contact[..4]}-{customer.Contact[4..]}"])
            Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync(identifier: spelling)).StatusCode);
    }

    [Fact]
    public async Task Replaces_a_forgotten_password_with_a_texted_code_and_still_needs_the_second_factor()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();
        using var forgot = await stack.Client.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier = customer.Contact });
        using var stranger = await stack.Client.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier = Stack.NewNumber() });
        var asked = await forgot.ReadJsonAsync();
        var code = (await stack.ReadMailAsync(customer.Contact, "password_reset_code")).Code;
        const string Chosen = "slate-Heron-41-copper";

        using var reset = await stack.Client.PostAsJsonAsync("/v1/auth/password/reset", new { resetId = asked.GetProperty("resetId").GetGuid(), code, newPassword = Chosen });

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal("sms", asked.GetProperty("channel").GetString());
        Assert.Equal("sms", (await stranger.ReadJsonAsync()).GetProperty("channel").GetString());
        Assert.Equal("sms", (await stack.ReadMailAsync(customer.Contact, "password_changed")).Channel);
        Assert.Equal(HttpStatusCode.Unauthorized, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await customer.SignInAnewAsync(stack, Chosen)).Client.GetAsync("/v1/profile")).StatusCode);
    }

    [Fact]
    public async Task Cannot_change_the_password_to_the_number()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();

        using var changed = await customer.Client.PostAsJsonAsync("/v1/auth/password/change", new { currentPassword = customer.Password, newPassword = $"0{customer.Contact[4..]}" });

        var problem = await changed.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.True(problem.GetProperty("errors").TryGetProperty("newPassword", out _));
    }

    [Fact]
    public async Task Adds_an_address_later_of_which_the_telephone_is_told()
    {
        var (customer, address) = (await stack.CreateCustomerByPhoneAsync(), Stack.NewAddress());

        await ContactChangeTests.ChangeEmailAsync(stack, customer, address);

        var told = await stack.ReadMailAsync(customer.Contact, "contact_added");
        Assert.Equal("sms", told.Channel);
        Assert.Contains("a***@example.com", told.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(address, told.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync(identifier: address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync()).StatusCode);
        var profile = await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync();
        Assert.Equal((address, true, true), (profile.GetProperty("email").GetString(), profile.GetProperty("emailVerified").GetBoolean(), profile.GetProperty("phoneVerified").GetBoolean()));
        await stack.Events.WaitForAsync("user.email_verified.v1", customer.Id);
        Assert.Equal("email", (await stack.Events.WaitForAsync("user.contact_changed.v1", customer.Id)).Data.GetProperty("kind").GetString());
        using var pin = await customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin = "739146" });
        await stack.ReadMailAsync(address, "transaction_pin_set");
    }

    [Fact]
    public async Task An_address_that_was_added_by_a_stranger_is_taken_away_once_from_the_link_in_the_text()
    {
        var (customer, address) = (await stack.CreateCustomerByPhoneAsync(), Stack.NewAddress());
        await ContactChangeTests.ChangeEmailAsync(stack, customer, address);
        var token = ContactChangeTests.Token((await stack.ReadMailAsync(customer.Contact, "contact_added")).Body);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stack.Client.PostAsJsonAsync("/v1/auth/contact-changes/undo", new { token })));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        Assert.All(answers.Where(a => a.StatusCode is not HttpStatusCode.NoContent), a => Assert.Equal(HttpStatusCode.Gone, a.StatusCode));
        Assert.Equal(HttpStatusCode.Unauthorized, (await customer.Client.GetAsync("/v1/profile")).StatusCode);
        await (await customer.LoginAsync(identifier: address)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        var profile = await (await (await customer.SignInAnewAsync(stack)).Client.GetAsync("/v1/profile")).ReadJsonAsync();
        Assert.Equal((null, customer.Contact), (profile.GetProperty("email").GetString(), profile.GetProperty("phoneNumber").GetString()));
        await stack.CreateCustomerAsync(address); // nobody has it
    }

    [Fact]
    public async Task Changes_the_number_of_which_the_old_one_is_told()
    {
        var (customer, number) = (await stack.CreateCustomerByPhoneAsync(), Stack.NewNumber());
        using var asked = await customer.Client.PostAsJsonAsync("/v1/profile/phone", new { phoneNumber = number });
        var changeId = (await asked.ReadJsonAsync()).GetProperty("changeId").GetGuid();

        using var changed = await customer.Client.PostAsJsonAsync(
            "/v1/profile/contact-changes/verify", new { changeId, code = (await stack.ReadMailAsync(number, "contact_change_code")).Code });

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await customer.LoginAsync(identifier: number)).StatusCode);
        await stack.PostTokenAsync("/v1/auth/contact-changes/undo", await stack.ReadMailAsync(customer.Contact, "contact_changed"));
        await (await customer.LoginAsync(identifier: number)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Fact]
    public async Task Has_second_factors_that_are_named_after_the_number_and_is_told_of_them_by_text()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();

        using var started = await customer.Client.PostAsJsonAsync("/v1/auth/factors/totp", new { name = "An app" });
        Assert.Contains(Uri.EscapeDataString(customer.Contact), (await started.ReadJsonAsync()).GetProperty("otpauthUri").GetString(), StringComparison.Ordinal);
        Assert.Equal(customer.Contact, (await customer.PasskeyOptionsAsync()).GetProperty("user").GetProperty("name").GetString());
        await customer.EnrolPasskeyAsync();
        await customer.MakeRecoveryCodesAsync();
        using var texts = await customer.Client.PostAsJsonAsync("/v1/auth/factors/sms", new { name = "My phone" });

        Assert.Equal(HttpStatusCode.Created, texts.StatusCode);
        Assert.Equal("sms", (await stack.ReadMailAsync(customer.Contact, "factor_added")).Channel);
        Assert.Equal("sms", (await stack.ReadMailAsync(customer.Contact, "recovery_codes_created")).Channel);
        Assert.Equal(["passkey", "sms", "recovery_code"], (await customer.ChallengeAsync()).Methods);
    }

    [Fact]
    public async Task Is_told_by_text_of_what_was_done_to_the_account()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();

        using var pin = await customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin = "739146" });
        using var password = await customer.Client.PostAsJsonAsync("/v1/auth/password/change", new { currentPassword = customer.Password, newPassword = "slate-Heron-41-copper" });
        using var frozen = await customer.Client.PostAsync("/v1/settings/freeze", content: null);
        using var erasure = await customer.Client.PostAsync("/v1/data/erasure", content: null);

        Assert.True(pin.IsSuccessStatusCode && password.IsSuccessStatusCode && frozen.IsSuccessStatusCode && erasure.IsSuccessStatusCode);
        foreach (var template in (string[])["transaction_pin_set", "password_changed", "account_frozen", "erasure_scheduled"])
            Assert.Equal("sms", (await stack.ReadMailAsync(customer.Contact, template)).Channel);
    }

    [Fact]
    public async Task Is_found_and_shown_to_staff_without_an_address()
    {
        var (customer, support) = (await stack.CreateCustomerByPhoneAsync(), await stack.CreateStaffAsync("support"));

        using var search = await support.PostAsync("users/search", new { by = "phone", value = customer.Contact });
        var shown = await support.GetAsync($"users/{customer.Id}");

        var found = (await search.ReadJsonAsync()).GetProperty("items").EnumerateArray().Single();
        foreach (var view in new[] { found, shown })
        {
            Assert.Equal((customer.Id, null), (view.GetProperty("id").GetGuid(), view.GetProperty("email").GetString()));
            Assert.Equal($"+234*****{customer.Contact[^4..]}", view.GetProperty("phoneNumber").GetString());
        }
    }

    [Fact]
    public async Task Is_known_to_other_services_by_the_number()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();
        await using var host = await RunningGrpcHost.StartAsync(new GrpcHostSettings(stack.Configuration["ConnectionStrings:userdb"]!, fixture.Servers.Redis)
        {
            Environment = "Development", Time = stack.Clock, More = new(stack.Configuration),
        });
        var caller = await GrpcFixture.CallerAsync(host, ServiceScopes.FindUsers, ServiceScopes.ReadUsers, ServiceScopes.ReadProfiles, ServiceScopes.ValidateTokens);

        var found = (await host.Users.FindUserAsync(new FindUserRequest { PhoneNumber = $"0{customer.Contact[4..]}", DefaultCountry = "NG" }, caller)).User;
        var read = (await host.Users.GetUserAsync(new GetUserRequest { UserId = customer.Id.ToString() }, caller)).User;
        var reached = await host.Profiles.GetContactPointsAsync(new GetContactPointsRequest { UserId = customer.Id.ToString() }, caller);

        Assert.Equal(read, found);
        Assert.Equal((false, false, customer.Contact, true, UserStatus.Active), (read.HasEmail, read.EmailVerified, read.PhoneNumber, read.PhoneVerified, read.Status));
        Assert.Equal([new ContactPoint { Kind = ContactKind.Phone, Value = customer.Contact, Verified = true }], reached.ContactPoints);
        Assert.True((await host.Auth.ValidateTokenAsync(new ValidateTokenRequest { Token = customer.AccessToken }, caller)).Active);
    }
}
