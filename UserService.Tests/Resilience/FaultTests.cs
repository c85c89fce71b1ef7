using Xunit.Abstractions;

namespace UserService.Tests.Resilience;

/// <summary>
/// Every fault in a short form, under load. Afterwards every acknowledged write is there, every event has arrived and taken effect once, and
/// nobody was answered other than promised or with a bounded refusal. <c>./scripts/chaos.sh</c> runs them longer, in rounds.
/// </summary>
[Trait("Category", "Faults")]
[Collection(FaultsCollection.Name)]
public sealed class FaultTests(FaultWorld world, ITestOutputHelper output)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    /// <summary>One kill of each host.</summary>
    private const int Kills = 3;

    /// <summary>Full service after a dependency is back: what issue 5 promises, and the most that is waited for.</summary>
    internal static readonly TimeSpan Promise = TimeSpan.FromSeconds(15);

    public static TheoryData<string> Faults => [.. FaultScenarios.OfTheShortForm];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_is_lost_and_nothing_happens_twice(string fault)
    {
        var breakAndMend = new FaultScenarios(world, Short, Kills, new Lot(seed: 1)).All[fault];

        Judge(await world.RoundAsync(fault, (_, _) => breakAndMend()));
    }

    [Fact]
    public async Task Sign_ins_do_not_notice_that_every_partner_hangs() =>
        Judge(await world.RoundAsync("Every partner hangs", new HangingPartners(world, world.Partners, TimeSpan.Zero).RunAsync));

    private void Judge(RoundResult result)
    {
        output.WriteLine(RoundResult.Header);
        output.WriteLine(result.ToString());
        var told = $"{RoundResult.Header}\n{result}\n{world.Logs}";
        Assert.True(result.Acknowledged > 0, "The round had no load.");
        Assert.True(result.IsClean, told);
        Assert.True(result.BackAfter < Promise, told);
        if (result.Fault != FaultScenarios.HostsKilled)
            Assert.True(result.Broken == 0, told); // the hosts lived, so they had to answer
    }
}
