using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using UserService.Core.Protection;

namespace UserService.Benchmarks.Pieces;

/// <summary>One encrypted field, written and read.</summary>
[MemoryDiagnoser]
public class FieldEncryption
{
    private readonly UserKey key = new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), RandomNumberGenerator.GetBytes(32));
    private byte[] envelope = [];

    [GlobalSetup]
    public void Prepare() => envelope = Protect();

    [Benchmark]
    public byte[] Protect() => key.Protect("22222222222", "kyc_identities.bvn");

    [Benchmark]
    public string Reveal() => key.Reveal(envelope, "kyc_identities.bvn");
}
