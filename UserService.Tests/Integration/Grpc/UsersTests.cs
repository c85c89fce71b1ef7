using Banking.Users.V1;
using Grpc.Core;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class UsersTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    [Fact]
    public async Task Reads_a_user_by_id()
    {
        var customer = await fixture.CreateCustomerAsync("ada.okafor@example.com", "+2348031234567");

        var user = (await fixture.Host.Users.GetUserAsync(new() { UserId = customer.UserId.ToString() }, await ReaderAsync())).User;

        Assert.Equal(
            new User
            {
                UserId = customer.UserId.ToString(),
                Status = UserStatus.Active,
                Email = "ada.okafor@example.com",
                EmailVerified = true,
                PhoneNumber = "+2348031234567",
                PhoneVerified = true,
                FirstName = "Ada",
                LastName = "Okafor",
                Country = "NG",
                Locale = "en",
                CreatedAt = user.CreatedAt,
                UpdatedAt = user.UpdatedAt,
            },
            user);
        Assert.Equal(fixture.Time.GetUtcNow().UtcDateTime, user.CreatedAt.ToDateTime(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Leaves_out_what_a_user_does_not_have()
    {
        var customer = await fixture.CreateCustomerAsync();

        var user = (await fixture.Host.Users.GetUserAsync(new() { UserId = customer.UserId.ToString() }, await ReaderAsync())).User;

        Assert.False(user.HasPhoneNumber);
        Assert.False(user.PhoneVerified);
    }

    [Theory]
    [InlineData("Pending")]
    [InlineData("Frozen")]
    [InlineData("Suspended")]
    [InlineData("Erased")]
    public async Task Tells_the_status_as_it_is_committed(string stored)
    {
        var (customer, reader) = (await fixture.CreateCustomerAsync(), await ReaderAsync());
        await fixture.ExecuteAsync($"UPDATE users SET status = '{stored}' WHERE id = '{customer.UserId}'");

        var user = (await fixture.Host.Users.GetUserAsync(new() { UserId = customer.UserId.ToString() }, reader)).User;

        Assert.Equal(stored, user.Status.ToString());
    }

    [Fact]
    public async Task Says_not_found_for_an_id_that_belongs_to_nobody() =>
        await fixture.Host.Users.GetUserAsync(new() { UserId = Unknown() }, await ReaderAsync()).FailsAsync(StatusCode.NotFound, "not_found");

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("0190a5d1ac96774bbcceb302099a8057")]
    [InlineData("{0190a5d1-ac96-774b-bcce-b302099a8057}")]
    [InlineData(" 0190a5d1-ac96-774b-bcce-b302099a805")]
    [InlineData("0190a5d1-ac96-774b-bcce-b302099a805\0")]
    [InlineData("0190a5d1-ac96-774b-bcce-b302099a8057' OR 1=1")]
    public async Task Names_the_field_of_an_id_that_is_none(string id)
    {
        var failure = await fixture.Host.Users.GetUserAsync(new() { UserId = id }, await ReaderAsync()).FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Equal(["user_id"], failure.Fields());
    }

    [Fact]
    public async Task Reads_a_batch_in_the_order_asked_and_tells_who_is_missing()
    {
        var (first, second, missing) = (await fixture.CreateCustomerAsync(), await fixture.CreateCustomerAsync(), Unknown());
        var request = new BatchGetUsersRequest
        {
            UserIds = { second.UserId.ToString(), missing.ToUpperInvariant(), first.UserId.ToString().ToUpperInvariant(), second.UserId.ToString() },
        };

        var answer = await fixture.Host.Users.BatchGetUsersAsync(request, await ReaderAsync());

        Assert.Equal([second.UserId.ToString(), first.UserId.ToString()], answer.Users.Select(static user => user.UserId));
        Assert.Equal([missing], answer.MissingUserIds);
    }

    [Fact]
    public async Task Reads_500_at_once_and_refuses_501()
    {
        var reader = await ReaderAsync();
        var ids = Enumerable.Range(0, 501).Select(_ => Unknown()).ToList();

        var answer = await fixture.Host.Users.BatchGetUsersAsync(new() { UserIds = { ids.Take(500) } }, reader);
        var failure = await fixture.Host.Users.BatchGetUsersAsync(new() { UserIds = { ids } }, reader).FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Equal(ids.Take(500), answer.MissingUserIds);
        Assert.Equal(["user_ids"], failure.Fields());
    }

    [Fact]
    public async Task Names_each_bad_id_of_a_batch()
    {
        var request = new BatchGetUsersRequest { UserIds = { Unknown(), "x", Unknown(), "y" } };

        var failure = await fixture.Host.Users.BatchGetUsersAsync(request, await ReaderAsync()).FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Equal(["user_ids[1]", "user_ids[3]"], failure.Fields());
    }

    [Fact]
    public async Task Refuses_a_request_larger_than_a_mebibyte() =>
        await fixture.Host.Users.GetUserAsync(new() { UserId = new string('x', 1024 * 1024) }, await ReaderAsync()).FailsAsync(StatusCode.ResourceExhausted);

    [Theory]
    [InlineData("chidi@xn--bcher-kva.example")]
    [InlineData("Chidi@BÜCHER.example")]
    [InlineData(" CHIDI@bücher.Example ")]
    public async Task Finds_the_owner_of_an_address_in_any_spelling(string spelling)
    {
        var customer = await OwnerAsync("chidi@bücher.example");

        var found = (await fixture.Host.Users.FindUserAsync(new() { Email = spelling }, await FinderAsync())).User;

        Assert.Equal(customer, found.UserId);
        Assert.Equal("chidi@xn--bcher-kva.example", found.Email);
    }

    [Theory]
    [InlineData("+234 802 345 6789", "")]
    [InlineData("+2348023456789", "")]
    [InlineData("0802 345 6789", "NG")]
    [InlineData("0802-345-6789", "ng")]
    public async Task Finds_the_owner_of_a_number_in_any_notation(string notation, string country)
    {
        var customer = await OwnerAsync("ngozi@example.com", "+2348023456789");

        var found = (await fixture.Host.Users.FindUserAsync(new() { PhoneNumber = notation, DefaultCountry = country }, await FinderAsync())).User;

        Assert.Equal(customer, found.UserId);
    }

    [Fact]
    public async Task Finds_nobody_by_what_is_not_verified()
    {
        var customer = await fixture.CreateCustomerAsync("pending@example.com", "+2348091234567");
        await fixture.ExecuteAsync($"UPDATE users SET email_verified_at = NULL, phone_verified_at = NULL WHERE id = '{customer.UserId}'");
        var finder = await FinderAsync();

        await fixture.Host.Users.FindUserAsync(new() { Email = "pending@example.com" }, finder).FailsAsync(StatusCode.NotFound, "not_found");
        await fixture.Host.Users.FindUserAsync(new() { PhoneNumber = "+2348091234567" }, finder).FailsAsync(StatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("", null, "", "email")]
    [InlineData("no address", null, "", "email")]
    [InlineData("nul\0@example.com", null, "", "email")]
    [InlineData(null, "", "", "phone_number")]
    [InlineData(null, "0802 345 6789", "", "phone_number")]
    [InlineData(null, "+2348023456789\0", "", "phone_number")]
    [InlineData(null, "0802 345 6789", "XX", "default_country")]
    [InlineData(null, null, "NG", "by")]
    public async Task Names_the_field_that_cannot_be_looked_for(string? email, string? phoneNumber, string country, string field)
    {
        var request = new FindUserRequest { DefaultCountry = country };
        if (email is not null)
            request.Email = email;
        if (phoneNumber is not null)
            request.PhoneNumber = phoneNumber;

        var failure = await fixture.Host.Users.FindUserAsync(request, await FinderAsync()).FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Equal([field], failure.Fields());
    }

    [Fact]
    public async Task Says_no_more_than_internal_when_something_is_broken()
    {
        var (customer, reader) = (await fixture.CreateCustomerAsync(), await ReaderAsync());
        await fixture.ExecuteAsync("ALTER TABLE users RENAME TO users_elsewhere");
        try
        {
            var failure = await fixture.Host.Users.GetUserAsync(new() { UserId = customer.UserId.ToString() }, reader).FailsAsync(StatusCode.Internal);

            Assert.Equal("The call failed; the server's log says why.", failure.Status.Detail);
            Assert.DoesNotContain(failure.Trailers, static entry => entry.Key == "grpc-status-details-bin");
        }
        finally
        {
            await fixture.ExecuteAsync("ALTER TABLE users_elsewhere RENAME TO users");
        }
    }

    private Task<Metadata> ReaderAsync() => fixture.CallerAsync(ServiceScopes.ReadUsers);

    private Task<Metadata> FinderAsync() => fixture.CallerAsync(ServiceScopes.FindUsers);

    private string Unknown() => Guid.CreateVersion7(fixture.Time.GetUtcNow()).ToString();

    // Each case of a theory needs the same owner, and an address has only one.
    private async Task<string> OwnerAsync(string email, string? phoneNumber = null)
    {
        try
        {
            return (await fixture.Host.Users.FindUserAsync(new() { Email = email }, await FinderAsync())).User.UserId;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound)
        {
            return (await fixture.CreateCustomerAsync(email, phoneNumber)).UserId.ToString();
        }
    }
}
