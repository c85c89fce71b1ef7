using System.Text.Json;
using BenchmarkDotNet.Attributes;
using UserService.Api.Contracts;

namespace UserService.Benchmarks.Pieces;

/// <summary>The JSON of the two hottest requests, with the generated code that the API uses.</summary>
[MemoryDiagnoser]
public class JsonWork
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddYears(56);
    private readonly byte[] refresh = """{"refreshToken":"rt_AaIGJWqHd-6PWaF9b1mZkC8k4uH0t3xjQ2rYv7sLnEo"}"""u8.ToArray();
    private readonly ProfileResponse profile = new(
        Guid.CreateVersion7(At), "ada@example.com", true, "+2348031234567", true, "Ada", "Obi", "Ada O.", "NG", "en-NG", "active", 2, At, At,
        MiddleName: null, NamesLocked: true, new DateOnly(1990, 5, 17), "female", "NG", "Engineer", [], NextOfKin: null, TaxId: null, HasAvatar: false);

    [Benchmark]
    public byte[] WriteProfile() => JsonSerializer.SerializeToUtf8Bytes(profile, ApiJson.Default.ProfileResponse);

    [Benchmark]
    public object? ReadRefresh() => JsonSerializer.Deserialize(refresh, ApiJson.Default.RefreshRequest);
}
