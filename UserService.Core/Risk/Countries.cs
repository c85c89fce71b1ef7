using System.Net;
using MaxMind.Db;
using Microsoft.Extensions.Options;

namespace UserService.Core.Risk;

/// <summary>Knows the country of a network address from the configured file; without one it knows none.</summary>
internal sealed class Countries : IDisposable
{
    private readonly Reader? file;

    public Countries(IOptions<RiskOptions> options) => file = options.Value.CountryFile is { Length: > 0 } path ? Open(path) : null;

    // Mapped rather than read: hosts of one machine share the pages, and those that nobody asks for never load.
    public static Reader Open(string path) => new(path, FileAccessMode.MemoryMapped);

    /// <summary>ISO 3166-1 alpha-2; null where the file does not say.</summary>
    public string? Of(IPAddress address) =>
        file?.Find<Dictionary<string, object>>(address) is { } entry
        && entry.GetValueOrDefault("country") is Dictionary<string, object> country
        && country.GetValueOrDefault("iso_code") is string { Length: 2 } code ? code : null;

    public void Dispose() => file?.Dispose();
}
