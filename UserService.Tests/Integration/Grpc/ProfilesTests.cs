using Banking.Users.V1;
using Grpc.Core;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class ProfilesTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    [Fact]
    public async Task Reads_a_profile()
    {
        var customer = await fixture.CreateCustomerAsync();
        await fixture.ExecuteAsync($"UPDATE users SET display_name = 'Ada O.', profile_revision = 3, kyc_tier = 2 WHERE id = '{customer.UserId}'");

        var profile = (await fixture.Host.Profiles.GetProfileAsync(new() { UserId = customer.UserId.ToString() }, await ReaderAsync())).Profile;

        Assert.Equal(
            new Profile
            {
                UserId = customer.UserId.ToString(),
                Status = UserStatus.Active,
                FirstName = "Ada",
                LastName = "Okafor",
                DisplayName = "Ada O.",
                Country = "NG",
                Locale = "en",
                KycTier = 2,
                Revision = 3,
                CreatedAt = profile.CreatedAt,
                UpdatedAt = profile.UpdatedAt,
            },
            profile);
        Assert.Equal(fixture.Time.GetUtcNow().UtcDateTime, profile.CreatedAt.ToDateTime(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Tells_where_a_customer_can_be_reached()
    {
        var customer = await fixture.CreateCustomerAsync("reach@example.com", "+2348051234567");
        await fixture.ExecuteAsync($"UPDATE users SET phone_verified_at = NULL WHERE id = '{customer.UserId}'");

        var answer = await fixture.Host.Profiles.GetContactPointsAsync(new() { UserId = customer.UserId.ToString() }, await ReaderAsync());

        Assert.Equal(
            [
                new ContactPoint { Kind = ContactKind.Email, Value = "reach@example.com", Verified = true },
                new ContactPoint { Kind = ContactKind.Phone, Value = "+2348051234567", Verified = false },
            ],
            answer.ContactPoints);
        Assert.Equal("en", answer.Locale);
    }

    [Fact]
    public async Task Has_nothing_to_tell_of_the_erased_and_the_unknown()
    {
        var (customer, reader) = (await fixture.CreateCustomerAsync(), await ReaderAsync());
        await fixture.ExecuteAsync($"UPDATE users SET status = 'Erased' WHERE id = '{customer.UserId}'");

        foreach (var id in new[] { customer.UserId.ToString(), "0190a5d1-ac96-774b-bcce-b302099a8057" })
        {
            await fixture.Host.Profiles.GetProfileAsync(new() { UserId = id }, reader).FailsAsync(StatusCode.NotFound, "not_found");
            await fixture.Host.Profiles.GetContactPointsAsync(new() { UserId = id }, reader).FailsAsync(StatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task Names_the_field_of_an_id_that_is_none()
    {
        var reader = await ReaderAsync();

        var profile = await fixture.Host.Profiles.GetProfileAsync(new() { UserId = "x" }, reader).FailsAsync(StatusCode.InvalidArgument, "invalid_request");
        var contacts = await fixture.Host.Profiles.GetContactPointsAsync(new() { UserId = "x" }, reader).FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Equal(["user_id"], profile.Fields());
        Assert.Equal(["user_id"], contacts.Fields());
    }

    private Task<Metadata> ReaderAsync() => fixture.CallerAsync(ServiceScopes.ReadProfiles);
}
