using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace UserService.Core.Messaging.Changes;

/// <summary>A place in the order of changes. As text it is opaque to callers.</summary>
/// <param name="Xact">Transaction of the last change that was seen, or the first that may still be running.</param>
/// <param name="Position">Its position; 0 before all of the transaction.</param>
/// <param name="At">When it was given, which tells whether all behind it is still kept.</param>
public sealed record ChangeMark(ulong Xact, long Position, DateTimeOffset At)
{
    private const string Version = "1";

    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Version}.{Xact}.{Position}.{At.ToUnixTimeSeconds()}")));

    /// <summary>Null where the text is no mark.</summary>
    public static ChangeMark? Read(string text)
    {
        const long latest = 253_402_300_799; // the year 9999, which is DateTimeOffset's end
        if (text.Length > 120 || !Base64Url.IsValid(text))
            return null;
        return Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.') is [Version, var xact, var position, var at]
            && ulong.TryParse(xact, NumberStyles.None, CultureInfo.InvariantCulture, out var x) && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= latest
                ? new ChangeMark(x, p, DateTimeOffset.FromUnixTimeSeconds(seconds))
                : null;
    }
}
