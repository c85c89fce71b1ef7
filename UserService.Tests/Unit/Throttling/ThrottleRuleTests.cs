using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using UserService.Core.Authentication.Throttling;

namespace UserService.Tests.Unit.Throttling;

public sealed class ThrottleRuleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(14, 512)]
    [InlineData(15, 900)]
    [InlineData(99, 900)]
    [InlineData(100, 86_400)]
    [InlineData(long.MaxValue, 86_400)]
    public void An_account_waits_so_many_seconds_after_so_many_failures(long failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new ThrottlingOptions().Account.DelayAfter(failures));

    [Fact]
    public void The_default_options_are_valid_and_senseless_ones_are_not()
    {
        var validator = new ThrottlingOptionsValidator();
        Assert.True(validator.Validate(null, new ThrottlingOptions()).Succeeded);
        Assert.True(validator.Validate(null, new ThrottlingOptions { IdentifierKey = "c2hvcnQ=" }).Failed);
        Assert.True(validator.Validate(null, new ThrottlingOptions { Account = { ForgetAfter = TimeSpan.FromHours(1) } }).Failed);
        Assert.True(validator.Validate(null, new ThrottlingOptions { Address = { FreeFailures = 0 } }).Failed);
    }

    [Fact]
    public async Task A_flood_of_names_does_not_wash_out_the_account_under_attack()
    {
        var options = new ThrottlingOptions { LocalCounters = 1000 };
        var counters = new LocalCounters(Options.Create(options), new FakeTimeProvider());
        Counter attacked = new("attacked", options.Account);
        for (var i = 0; i < 5; i++)
            Assert.Equal(TimeSpan.Zero, await counters.TakeAsync([attacked]));
        for (var i = 0; i < 5000; i++)
            await counters.TakeAsync([new Counter($"flood{i}", options.Account)]);
        Assert.NotEqual(TimeSpan.Zero, await counters.TakeAsync([attacked]));
    }

    [Fact]
    public void The_table_never_grows_beyond_its_capacity()
    {
        var table = new BoundedTable<Entry>(1000);
        for (var i = 0; i < 10_000; i++)
            table.Set($"{i}", new Entry(long.MaxValue, 1), 0);
        Assert.InRange(table.Count, 500, 1000);
    }

    [Fact]
    public void Headers_follow_the_draft()
    {
        var outcome = new RateLimitOutcome(new RateLimitRule("login", 10, TimeSpan.FromMinutes(1)), true, 9, TimeSpan.FromSeconds(30.2));
        Assert.Equal("\"login\";r=9;t=31", outcome.ToRateLimitHeader());
        Assert.Equal("\"login\";q=10;w=60", outcome.ToPolicyHeader());
    }

    private readonly record struct Entry(long Expires, long Weight) : IBoundedEntry;
}
