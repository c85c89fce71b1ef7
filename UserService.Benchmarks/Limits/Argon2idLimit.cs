using System.Diagnostics;
using System.Globalization;
using NSec.Cryptography;

namespace UserService.Benchmarks.Limits;

/// <summary>Raw Argon2id with the service's default parameters (19 MiB, two passes): no sign-in can be cheaper.</summary>
internal static class Argon2idLimit
{
    private const int MemoryKibibytes = 19 * 1024;
    private const int Passes = 2;

    public static int Run(string threads, string seconds)
    {
        var algorithm = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = MemoryKibibytes, NumberOfPasses = Passes });
        algorithm.DeriveBytes("warm up", new byte[16], 32);
        var duration = LimitReport.Seconds(seconds);
        var (count, cpu, watch) = (0L, LimitReport.Cpu(), Stopwatch.StartNew());
        var workers = Enumerable.Range(0, int.Parse(threads, CultureInfo.InvariantCulture)).Select(_ => new Thread(() =>
        {
            var salt = new byte[16];
            while (watch.Elapsed < duration)
            {
                System.Security.Cryptography.RandomNumberGenerator.Fill(salt);
                algorithm.DeriveBytes("violet-Kestrel-73-quietly", salt, 32);
                Interlocked.Increment(ref count);
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        LimitReport.Write(count, watch.Elapsed, LimitReport.Cpu() - cpu);
        return 0;
    }
}
