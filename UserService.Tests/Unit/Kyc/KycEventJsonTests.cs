using System.Text.Json;
using UserService.Core.Kyc;

namespace UserService.Tests.Unit.Kyc;

public sealed class KycEventJsonTests
{
    private const string User = "\"userId\":\"01a20b8e-e97c-7890-b037-05704f351671\"";
    private const string At = "\"occurredAt\":\"2026-11-23T07:00:00Z\"";

    [Theory]
    [InlineData("{}")]
    [InlineData($$"""{ {{User}}, {{At}} }""")] // says neither listed nor not: it must not lift anything
    [InlineData($$"""{ "listed":true, {{At}} }""")]
    [InlineData($$"""{ {{User}}, "listed":null, {{At}} }""")]
    public void An_event_that_lacks_a_member_is_none(string data) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(data, KycEventJson.Default.KycWatchlistChanged));

    [Fact]
    public void An_entry_of_a_watchlist_may_say_no_end()
    {
        var changed = JsonSerializer.Deserialize($$"""{ {{User}}, "listed":true, {{At}} }""", KycEventJson.Default.KycWatchlistChanged)!;

        Assert.Equal((true, null), (changed.Listed, changed.ExpiresAt));
    }
}
