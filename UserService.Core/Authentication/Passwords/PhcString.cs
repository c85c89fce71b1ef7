using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace UserService.Core.Authentication.Passwords;

/// <summary>
/// A hash in PHC string format: <c>$scheme$[v=N$]name=value,…$salt$hash</c>, base64 without padding. Passlib's dialect is read too
/// (a bare number instead of names, "." for "+"), since imported hashes come in it.
/// </summary>
internal sealed record PhcString(string Scheme, int? Version, IReadOnlyDictionary<string, string> Parameters, byte[] Salt, byte[] Hash)
{
    /// <summary>Name under which a bare number (passlib's rounds) is kept.</summary>
    public const string Bare = "";

    private const int MostLength = 1024;

    public static bool TryParse(string text, [NotNullWhen(true)] out PhcString? phc)
    {
        phc = null;
        if (text.Length > MostLength || !text.StartsWith('$'))
            return false;
        var parts = text.Split('$')[1..];
        int? version = null;
        if (parts.Length == 5 && parts[1].StartsWith("v=", StringComparison.Ordinal))
        {
            if (!int.TryParse(parts[1].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            version = number;
            parts = [parts[0], .. parts[2..]];
        }
        if (parts.Length != 4 || parts[0].Length == 0 || !TryReadParameters(parts[1], out var parameters)
            || !TryDecode(parts[2], out var salt) || !TryDecode(parts[3], out var hash) || hash.Length == 0)
            return false;
        phc = new PhcString(parts[0], version, parameters, salt, hash);
        return true;
    }

    /// <summary>A parameter between the bounds, or nothing.</summary>
    public bool TryGet(string name, int least, int most, out int value) =>
        int.TryParse(Parameters.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;

    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Contains('=', StringComparison.Ordinal))
            return false;
        var padded = text.Replace('.', '+').PadRight((text.Length + 3) / 4 * 4, '=');
        var buffer = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, buffer, out var length))
            return false;
        bytes = buffer[..length];
        return true;
    }

    private static bool TryReadParameters(string text, out Dictionary<string, string> parameters)
    {
        parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? Bare : part[..equals];
            if (!parameters.TryAdd(name, part[(equals + 1)..]))
                return false;
        }
        return true;
    }
}
