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

    [Fact]
    public async Task Tells_what_a_customer_has_chosen_and_what_holds_where_she_has_not()
    {
        var customer = await fixture.CreateCustomerAsync();

        var answer = await fixture.Host.Profiles.GetPreferencesAsync(new() { UserId = customer.UserId.ToString() }, await ReaderAsync());

        Assert.Equal(
            new Banking.Users.V1.Preferences
            {
                Locale = "en",
                TimeZone = "Africa/Lagos",
                Theme = "system",
                Topics =
                {
                    new TopicChannels { Topic = MessageTopic.Account, Channels = { MessageChannel.Email, MessageChannel.InApp } },
                    new TopicChannels { Topic = MessageTopic.Payments, Channels = { MessageChannel.InApp } },
                    new TopicChannels { Topic = MessageTopic.Offers, Channels = { MessageChannel.InApp } },
                },
                Revision = 1,
            },
            answer.Preferences);
    }

    [Fact]
    public async Task Changes_what_the_mask_names_and_records_who_asked()
    {
        var (customer, reader, writer) = (await fixture.CreateCustomerAsync(), await ReaderAsync(), await fixture.CallerAsync(ServiceScopes.WritePreferences));
        var first = Update(customer, "time_zone", "quiet_hours", "topics");
        first.Preferences = new() { TimeZone = "Africa/Accra", Theme = "dark", QuietHours = new() { From = "22:00", To = "06:30" } };
        first.Preferences.Topics.Add(new TopicChannels { Topic = MessageTopic.Payments, Channels = { MessageChannel.Sms } });
        first.Revision = 1;

        var changed = (await fixture.Host.Profiles.UpdatePreferencesAsync(first, writer)).Preferences;

        Assert.Equal(("Africa/Accra", "system", "06:30"), (changed.TimeZone, changed.Theme, changed.QuietHours.To)); // the theme is not in the mask
        Assert.Equal([MessageChannel.Sms], changed.Topics.Single(t => t.Topic == MessageTopic.Payments).Channels);
        Assert.Equal([MessageChannel.Email, MessageChannel.InApp], changed.Topics.Single(t => t.Topic == MessageTopic.Account).Channels);
        Assert.Equal(changed, (await fixture.Host.Profiles.GetPreferencesAsync(new() { UserId = customer.UserId.ToString() }, reader)).Preferences);
        await fixture.Host.Profiles.UpdatePreferencesAsync(first, writer).FailsAsync(StatusCode.Aborted, "precondition_failed");
        var second = Update(customer, "quiet_hours", "locale");
        second.Preferences.Locale = "fr-CI";
        var ended = (await fixture.Host.Profiles.UpdatePreferencesAsync(second, writer)).Preferences;
        Assert.Equal((null, "fr-CI", "Africa/Accra"), (ended.QuietHours, ended.Locale, ended.TimeZone));
        await using var database = await fixture.ConnectAsync();
        await using var command = new Npgsql.NpgsqlCommand($"SELECT string_agg(DISTINCT actor_type || ' ' || left(actor_id, 8), ',') FROM audit_entries WHERE subject_id = '{customer.UserId}' AND action = 'user.preferences_changed'", database);
        Assert.Equal("service service-", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Names_every_field_that_cannot_be_chosen()
    {
        var (customer, writer) = (await fixture.CreateCustomerAsync(), await fixture.CallerAsync(ServiceScopes.WritePreferences));
        var wrong = Update(customer, "locale", "time_zone", "theme", "topics", "quiet_hours", "marketing");
        wrong.UserId = "x";
        wrong.Preferences = new() { Locale = "klingon", TimeZone = "../etc", Theme = "pink", Marketing = true, QuietHours = new() { From = "25:00", To = "" } };
        wrong.Preferences.Topics.Add(new TopicChannels { Topic = MessageTopic.Unspecified, Channels = { MessageChannel.Sms, MessageChannel.Sms } });
        wrong.Preferences.Topics.Add(new TopicChannels { Topic = MessageTopic.Account, Channels = { (MessageChannel)9 } });

        var failure = await fixture.Host.Profiles.UpdatePreferencesAsync(wrong, writer).FailsAsync(StatusCode.InvalidArgument, "invalid_request");
        var nothing = await fixture.Host.Profiles.UpdatePreferencesAsync(new() { UserId = customer.UserId.ToString() }, writer).FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Equal(
            [
                "preferences.locale", "preferences.quiet_hours.from", "preferences.quiet_hours.to", "preferences.theme", "preferences.time_zone", "preferences.topics[0].channels",
                "preferences.topics[0].topic", "preferences.topics[1].channels", "update_mask", "user_id",
            ],
            failure.Fields().Order(StringComparer.Ordinal));
        Assert.Equal(["update_mask"], nothing.Fields());
    }

    [Fact]
    public async Task Reading_is_not_enough_to_change_and_nobody_is_nobody()
    {
        var (customer, reader, writer) = (await fixture.CreateCustomerAsync(), await ReaderAsync(), await fixture.CallerAsync(ServiceScopes.WritePreferences));

        await fixture.Host.Profiles.UpdatePreferencesAsync(Update(customer, "quiet_hours"), reader).FailsAsync(StatusCode.PermissionDenied, "forbidden");
        await fixture.Host.Profiles.GetPreferencesAsync(new() { UserId = customer.UserId.ToString() }, writer).FailsAsync(StatusCode.PermissionDenied, "forbidden");
        await fixture.ExecuteAsync($"UPDATE users SET status = 'Erased' WHERE id = '{customer.UserId}'");
        await fixture.Host.Profiles.UpdatePreferencesAsync(Update(customer, "quiet_hours"), writer).FailsAsync(StatusCode.NotFound, "not_found");
        await fixture.Host.Profiles.GetPreferencesAsync(new() { UserId = "0190a5d1-ac96-774b-bcce-b302099a8057" }, reader).FailsAsync(StatusCode.NotFound, "not_found");
    }

    private static UpdatePreferencesRequest Update(SignedInCustomer customer, params string[] mask) =>
        new() { UserId = customer.UserId.ToString(), Preferences = new(), UpdateMask = new() { Paths = { mask } } };

    private Task<Metadata> ReaderAsync() => fixture.CallerAsync(ServiceScopes.ReadProfiles);
}
