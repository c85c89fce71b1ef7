using System.Diagnostics;
using System.Globalization;

namespace UserService.Benchmarks.Limits;

/// <summary>One line of JSON for scripts/bench.py: how many, in what time, and what CPU time of this process.</summary>
internal static class LimitReport
{
    public static void Write(long count, TimeSpan elapsed, TimeSpan cpu) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $$"""{"n":{{count}},"seconds":{{elapsed.TotalSeconds:F4}},"cpu_s":{{cpu.TotalSeconds:F3}}}"""));

    public static TimeSpan Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    public static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
