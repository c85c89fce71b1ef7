using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Partners.Webhooks;

/// <summary>Paystack signs the raw body: hexadecimal HMAC-SHA512 under the secret key.</summary>
internal static class PaystackSignature
{
    public static bool IsValid(Secret key, string signature, ReadOnlySpan<byte> body)
    {
        Span<byte> given = stackalloc byte[HMACSHA512.HashSizeInBytes];
        if (signature.Length != 2 * given.Length || Convert.FromHexString(signature, given, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        Span<byte> expected = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData(Encoding.UTF8.GetBytes(key.Reveal()), body, expected);
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }
}
