using UserService.Tests.Fixtures;
using Xunit.Abstractions;

namespace UserService.Tests.Resilience;

/// <summary>
/// Every fault in a short form: a few seconds each, under load. Afterwards every acknowledged write is there, every event has arrived and
/// taken effect once, and nobody was answered other than 202 or 503 with a problem. <c>./scripts/chaos.sh</c> runs them longer, in rounds.
/// </summary>
[Trait("Category", "Faults")]
[Collection(ServersCollection.Name)] // not beside tests that measure
public sealed class FaultTests(FaultWorld world, ITestOutputHelper output) : IClassFixture<FaultWorld>
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    /// <summary>What issue 5 promises of a dependency that is back.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(15);

    public static TheoryData<string> Faults => [.. new FaultScenarios(null!, Short).All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_is_lost_and_nothing_happens_twice(string fault)
    {
        var result = await world.RoundAsync(fault, new FaultScenarios(world, Short).All[fault]);

        output.WriteLine(RoundResult.Header);
        output.WriteLine(result.ToString());
        Assert.True(result.Acknowledged > 0, "The round had no load.");
        Assert.True(result.IsClean, $"{RoundResult.Header}\n{result}");
        Assert.True(result.BackAfter < Promise, $"{RoundResult.Header}\n{result}");
        if (fault != "Api killed")
            Assert.Equal(0, result.Broken); // the Api lived, so it had to answer
    }

    [Fact]
    public async Task SIGTERM_drops_no_request_that_is_under_way()
    {
        var answers = await world.TerminateUnderLoadAsync();

        Assert.All(answers, status => Assert.Equal(System.Net.HttpStatusCode.Accepted, status));
    }

    /// <summary>
    /// Faults drawn by lot, of different lengths. Two short rounds in a test run; <c>./scripts/chaos.sh ROUNDS SEED</c> sets <c>CHAOS_ROUNDS</c>,
    /// <c>CHAOS_SEED</c> and <c>CHAOS_SECONDS</c>, the longest fault.
    /// </summary>
    [Fact]
    public async Task Faults_drawn_by_lot_lose_nothing_either()
    {
        var (rounds, seed, longest) = (Number("CHAOS_ROUNDS", 2), Number("CHAOS_SEED", 1), Number("CHAOS_SECONDS", 3));
        await using var file = Environment.GetEnvironmentVariable("CHAOS_LEDGER") is { Length: > 0 } path ? new StreamWriter(path) { AutoFlush = true } : TextWriter.Null;
        await file.WriteLineAsync(RoundResult.Header);
        var results = new List<RoundResult>();
        for (var round = 0; round < rounds; round++)
        {
            var scenarios = new FaultScenarios(world, TimeSpan.FromSeconds(1 + Draw(seed, round, "length", longest))).All;
            var fault = scenarios.ElementAt(Draw(seed, round, "fault", scenarios.Count));
            results.Add(await world.RoundAsync(fault.Key, fault.Value));
            await file.WriteLineAsync(results[^1].ToString());
        }

        await file.WriteLineAsync($"{results.Count(r => r.IsClean)} of {rounds} rounds are clean; {results.Sum(r => r.Acknowledged)} writes were acknowledged, {results.Sum(r => r.Published)} events came in.");
        Assert.All(results, r => Assert.True(r.IsClean && r.BackAfter < Promise, $"{RoundResult.Header}\n{r}"));
    }

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : usual;

    // The same rounds for the same seed, everywhere.
    private static int Draw(int seed, int round, string what, int count) =>
        (int)(BitConverter.ToUInt32(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{seed}/{round}/{what}"))) % (uint)count);
}
