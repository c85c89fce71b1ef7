using System.Text;
using BenchmarkDotNet.Attributes;
using UserService.Core.Authentication.Passwords;

namespace UserService.Benchmarks.Pieces;

/// <summary>One password hash, without the lanes that bound how many run at once.</summary>
[MemoryDiagnoser]
public class PasswordHashing
{
    private readonly byte[] password = Encoding.UTF8.GetBytes("violet-Kestrel-73-quietly");
    private Argon2idHash stored = null!;

    [GlobalSetup]
    public void Prepare() => stored = Argon2idHash.Compute(password, null, new PasswordOptions().MemoryKibibytes, new PasswordOptions().Passes);

    [Benchmark]
    public bool Verify() => stored.Matches(password, null);
}
