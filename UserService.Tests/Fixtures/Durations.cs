using System.Diagnostics;

namespace UserService.Tests.Fixtures;

/// <summary>Compares how long two things take on a machine that does other things too.</summary>
public static class Durations
{
    private const int Samples = 24;

    /// <summary>Lower quartiles in milliseconds, taken in turns: what a busy machine adds is in the upper ones.</summary>
    public static async Task<(double First, double Second)> CompareAsync(Func<Task> first, Func<Task> second)
    {
        var (ofFirst, ofSecond) = (new List<double>(), new List<double>());
        await first();
        await second();
        for (var i = 0; i < Samples; i++)
        {
            ofFirst.Add(await MeasureAsync(first));
            ofSecond.Add(await MeasureAsync(second));
        }

        return (LowerQuartile(ofFirst), LowerQuartile(ofSecond));
    }

    private static async Task<double> MeasureAsync(Func<Task> act)
    {
        var started = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double LowerQuartile(List<double> values) => values.Order().ElementAt(values.Count / 4);
}
