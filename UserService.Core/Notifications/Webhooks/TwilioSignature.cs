using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Notifications.Webhooks;

/// <summary>Twilio's signature of a callback. https://www.twilio.com/docs/usage/webhooks/webhooks-security</summary>
internal static class TwilioSignature
{
    /// <summary>Compares in constant time.</summary>
    /// <param name="url">The whole address that Twilio called, query included.</param>
    [SuppressMessage("Security", "CA5350", Justification = "Twilio signs with HMAC-SHA-1 and nothing else; as a keyed MAC it is not broken.")]
    public static bool IsValid(string authToken, string url, IReadOnlyDictionary<string, string> parameters, string signature)
    {
        var signed = new StringBuilder(url);
        foreach (var (name, value) in parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
            signed.Append(name).Append(value);
        Span<byte> expected = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed.ToString()), expected);
        Span<byte> given = stackalloc byte[HMACSHA1.HashSizeInBytes + 3];
        return Convert.TryFromBase64String(signature, given, out var length) && CryptographicOperations.FixedTimeEquals(expected, given[..length]);
    }
}
