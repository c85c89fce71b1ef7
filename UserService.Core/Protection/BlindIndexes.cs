using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Protection;

/// <summary>
/// Keyed digests by which an encrypted value can be found and held unique without being readable: HMAC-SHA256 under a key of its own per
/// kind, derived from the system key, since eleven digits under a bare hash are guessed within minutes.
/// </summary>
internal sealed class BlindIndexes(SystemKeys keys)
{
    /// <param name="kind">What is indexed: <c>bvn</c>, <c>nin</c>, <c>document</c>. The same value has another digest in each kind.</param>
    /// <param name="normalised">The value in its one normal form: equal values must be equal text.</param>
    /// <returns>32 bytes.</returns>
    public async ValueTask<byte[]> ComputeAsync(string kind, string normalised, CancellationToken ct)
    {
        var digest = new byte[HMACSHA256.HashSizeInBytes];
        (await keys.GetAsync(ct)).Authenticate("blind-index:" + kind, Encoding.UTF8.GetBytes(normalised), digest);
        return digest;
    }
}
