using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using UserService.Core.Seeding;

namespace UserService.Worker.Commands;

/// <summary><c>worker seed --users N</c>: made-up customers by the million, for measurements. Refused outside Development and Staging.</summary>
internal sealed class SeedCommand(IUserSeeder seeder, IHostEnvironment environment)
{
    private const int BarWidth = 30;

    public async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        if (Options.Parse(arguments) is not { } options
            || !int.TryParse(options.GetValueOrDefault("users"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
            return 2;
        if (!environment.IsDevelopment() && !environment.IsStaging())
        {
            await Console.Error.WriteLineAsync($"seed works in Development and Staging only, and this is {environment.EnvironmentName}");
            return 1;
        }

        var password = options.GetValueOrDefault("password") ?? $"seed-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var clock = Stopwatch.StartNew();
        var shown = -1;
        await seeder.SeedAsync(
            count,
            password,
            done =>
            {
                // A terminal gets a bar that moves, a log file a line for each tenth.
                var line = Describe(done, count, clock.Elapsed);
                if (!Console.IsOutputRedirected)
                    Console.Write($"\r{line}");
                else if (done * 10L / count is var tenth && tenth > shown)
                    Console.WriteLine(line);
                shown = (int)(done * 10L / count);
            },
            ct);
        if (!Console.IsOutputRedirected)
            Console.WriteLine();
        Console.WriteLine($"all of them sign in with the password {password}");
        return 0;
    }

    private static string Describe(int done, int count, TimeSpan elapsed)
    {
        var filled = (int)((long)done * BarWidth / count);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {done * 100L / count,3} %  {done:N0} of {count:N0}  {done / Math.Max(elapsed.TotalSeconds, 0.001):N0} users/s ");
    }
}
