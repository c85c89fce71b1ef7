using QRCoder;

namespace UserService.Core.Mfa.Totp;

/// <summary>What an authenticator app needs once: the key URI and its picture.</summary>
public static class TotpEnrolment
{
    private const int PixelsPerModule = 6; // about 300 pixels wide, sharp on a phone

    /// <summary>
    /// The key URI that authenticator apps read. Algorithm, digits and period are the only ones every app supports, so they are fixed: SHA-1, 6, 30 s.
    /// SHA-1's collisions do not matter to an HMAC.
    /// </summary>
    /// <param name="secret">The secret; the URI contains it, so it must not be logged.</param>
    /// <param name="issuer">Name of the bank as the app shows it.</param>
    /// <param name="account">What tells the customer's accounts apart, such as the e-mail address.</param>
    public static string ToUri(TotpSecret secret, string issuer, string account)
    {
        var safeIssuer = Uri.EscapeDataString(issuer.Replace(":", "", StringComparison.Ordinal)); // the colon parts issuer and account
        return $"otpauth://totp/{safeIssuer}:{Uri.EscapeDataString(account)}?secret={secret.ToBase32()}&issuer={safeIssuer}&algorithm=SHA1&digits=6&period=30";
    }

    /// <summary>The URI as a QR code in a PNG, with medium error correction and a quiet zone.</summary>
    public static byte[] ToPng(string uri)
    {
        using var code = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(PixelsPerModule);
    }
}
