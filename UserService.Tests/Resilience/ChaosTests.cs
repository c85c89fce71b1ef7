using System.Globalization;

namespace UserService.Tests.Resilience;

/// <summary>
/// Faults drawn by lot, of different lengths, and hosts killed at random points. <c>./scripts/chaos.sh ROUNDS SEED SECONDS KILLS</c> sets
/// <c>CHAOS_ROUNDS</c>, <c>CHAOS_SEED</c>, <c>CHAOS_SECONDS</c> (the longest fault), <c>CHAOS_KILLS</c>, <c>CHAOS_ONLY</c> (part of a fault's name)
/// and <c>CHAOS_LEDGER</c>, the file that gets a line per round.
/// </summary>
[Trait("Category", "Chaos")]
[Collection(FaultsCollection.Name)]
public sealed class ChaosTests(FaultWorld world)
{
    [ChaosFact]
    public async Task Faults_drawn_by_lot_lose_nothing_either()
    {
        var (rounds, seed, longest, kills) = (Number("CHAOS_ROUNDS", 20), Number("CHAOS_SEED", 1), Number("CHAOS_SECONDS", 30), Number("CHAOS_KILLS", 50));
        var only = Environment.GetEnvironmentVariable("CHAOS_ONLY") ?? "";
        await using var file = Environment.GetEnvironmentVariable("CHAOS_LEDGER") is { Length: > 0 } path ? new StreamWriter(path) { AutoFlush = true } : TextWriter.Null;
        await file.WriteLineAsync(RoundResult.Header);
        List<RoundResult> results = [];
        for (var round = 0; round < rounds; round++)
        {
            var (lot, length) = (new Lot(HashCode(seed, round)), TimeSpan.FromSeconds(longest));
            if (only.Length == 0)
                length = TimeSpan.FromSeconds(1 + lot.Draw("length", longest));
            var faults = Faults(length, lot).Where(f => f.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
            var (name, run) = faults[lot.Draw("fault", faults.Count)];
            await PlayAsync($"{name} {length.TotalSeconds:0} s", run);
        }

        if (kills > 0)
        {
            var killing = new FaultScenarios(world, default, kills, new Lot(seed)).All[FaultScenarios.HostsKilled];
            await PlayAsync($"Hosts killed {kills} times", (_, _) => killing());
        }

        await file.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{results.Count(Holds)} of {results.Count} rounds are clean and were back within {FaultTests.Promise.TotalSeconds:0} s; {results.Sum(r => r.Acknowledged)} writes were acknowledged, {results.Sum(r => r.Published)} events came in."));
        Assert.All(results, r => Assert.True(Holds(r), $"{RoundResult.Header}\n{r}\n{world.Logs}"));

        async Task PlayAsync(string name, Func<Load, Ledger, Task> run)
        {
            results.Add(await world.RoundAsync(name, run));
            await file.WriteLineAsync(results[^1].ToString());
        }
    }

    private IEnumerable<(string Name, Func<Load, Ledger, Task> Run)> Faults(TimeSpan length, Lot lot) =>
    [
        .. new FaultScenarios(world, length, kills: 3, lot).All.Select(f => (f.Key, (Func<Load, Ledger, Task>)((_, _) => f.Value()))),
        .. world.Partners.Select(p => ($"{p.Name} hangs", (Func<Load, Ledger, Task>)new HangingPartners(world, [.. world.Partners.Where(o => o == p || o.Name == p.Behind)], length).RunAsync)),
    ];

    private static bool Holds(RoundResult result) =>
        result.IsClean && result.BackAfter < FaultTests.Promise && (result.Broken == 0 || result.Fault.StartsWith("Hosts killed", StringComparison.Ordinal));

    private static int HashCode(int seed, int round) => new Lot(seed).Draw($"round {round}", int.MaxValue);

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
