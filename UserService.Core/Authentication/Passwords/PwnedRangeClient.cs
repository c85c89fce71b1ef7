using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Passwords;

/// <summary>
/// Asks a range service whether a password was seen in breaches. Only the first five hex digits of its SHA-1 leave; the answer is padded, so that
/// its size does not tell the range either. No answer in time counts as not found.
/// </summary>
internal sealed class PwnedRangeClient(IHttpClientFactory clients, IOptions<PasswordOptions> options, PasswordMetrics metrics, ILogger<PwnedRangeClient> logger)
{
    public const string ClientName = "pwned-range";

    private const int PrefixDigits = 5;
    private const int MostAnswerBytes = 1024 * 1024; // a range has some thousand lines of 40 bytes

    private readonly PwnedRangeOptions _options = options.Value.RangeApi;

    public async ValueTask<bool> ContainsAsync(Password password, CancellationToken ct)
    {
        if (_options.BaseUrl is null)
            return false;
        var digest = Sha1(password);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(_options.Timeout);
        try
        {
            return FindSightings(await GetRangeAsync(digest[..PrefixDigits], deadline.Token), digest[PrefixDigits..]) >= _options.MinimumSightings;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            metrics.RangeFailed();
            Log.RangeServiceFailed(logger, exception.GetType().Name);
            return false;
        }
    }

    private async Task<string> GetRangeAsync(string prefix, CancellationToken ct)
    {
        using var client = clients.CreateClient(ClientName);
        client.MaxResponseContentBufferSize = MostAnswerBytes;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(_options.BaseUrl!.TrimEnd('/') + "/"), $"range/{prefix}"));
        request.Headers.Add("Add-Padding", "true");
        using var response = await client.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(ct);
    }

    private static int FindSightings(string range, string suffix)
    {
        foreach (var line in range.AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line[..colon].Equals(suffix, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(line[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var sightings))
                return sightings; // padding lines carry 0
        }
        return 0;
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The range service is keyed by SHA-1; nothing is protected by it.")]
    private static string Sha1(Password password) => Convert.ToHexString(SHA1.HashData(password.Utf8));
}
