using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Protection;

/// <summary>Opens values of one user, one after the other, with a cipher that is set up once. For one thread, and not to be kept.</summary>
internal sealed class EnvelopeOpener(UserKey owner, byte[] key) : IDisposable
{
    private readonly AesGcm cipher = AesGcmEnvelope.Cipher(key);

    /// <inheritdoc cref="UserKey.Reveal"/>
    public string Reveal(byte[] envelope, string column) => Encoding.UTF8.GetString(RevealBytes(envelope, column));

    /// <inheritdoc cref="UserKey.Reveal"/>
    public byte[] RevealBytes(ReadOnlySpan<byte> envelope, string column) => AesGcmEnvelope.Open(cipher, envelope, owner.Context(column));

    public void Dispose() => cipher.Dispose();
}
