using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using UserService.Core.Protection;

namespace UserService.Core.Messaging.Changes;

/// <summary>
/// Marks as callers keep them: opaque, and authenticated, since one that was altered on its way would pass over changes and nobody would know.
/// </summary>
internal static class ChangeTokens
{
    private const string Version = "2"; // 1 had no tag
    private const string Purpose = "change-mark";
    private const int TagBytes = 16; // half of HMAC-SHA256, as RFC 2104 §5 allows
    private const int Longest = 120; // protos/server/user.proto
    private const long Latest = 253_402_300_799; // the year 9999, which is DateTimeOffset's end

    public static string Write(SystemKey key, ChangeMark mark)
    {
        var text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}.{mark.Xact}.{mark.Position}.{mark.At.ToUnixTimeSeconds()}"));
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Authenticate(Purpose, text, mac);
        return Base64Url.EncodeToString([.. text, .. mac[..TagBytes]]);
    }

    /// <summary>Null where it is none of ours, or not as it was given.</summary>
    public static ChangeMark? Read(SystemKey key, string token)
    {
        if (token.Length > Longest || !Base64Url.IsValid(token))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        return bytes.Length > TagBytes && Parse(Encoding.ASCII.GetString(bytes.AsSpan(0, bytes.Length - TagBytes))) is { } mark
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Write(key, mark)), Encoding.ASCII.GetBytes(token)) ? mark : null;
    }

    private static ChangeMark? Parse(string text) =>
        text.Split('.') is [Version, var xact, var position, var at]
        && ulong.TryParse(xact, NumberStyles.None, CultureInfo.InvariantCulture, out var x) && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Latest
            ? new ChangeMark(x, p, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;
}
