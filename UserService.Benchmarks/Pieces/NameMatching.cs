using BenchmarkDotNet.Attributes;
using UserService.Core.Kyc.Checks;

namespace UserService.Benchmarks.Pieces;

/// <summary>Two names compared, as each identity check does: the same one, one with its parts in another order, and a stranger's.</summary>
[MemoryDiagnoser]
public class NameMatching
{
    [Params("Adaeze Chidinma Okonkwo", "OKONKWO ADAEZE C.", "Ibrahim Musa Bello")]
    public string Register { get; set; } = "";

    [Benchmark]
    public decimal Compare() => NameMatch.Score("Adaeze Chidinma Okonkwo", Register);
}
