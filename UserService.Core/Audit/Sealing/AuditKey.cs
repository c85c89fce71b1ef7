using System.Security.Cryptography;
using UserService.Core.Protection;

namespace UserService.Core.Audit.Sealing;

/// <summary>The ES256 key that signs seals, and nothing else. Its private part is under the system key, so a database alone cannot sign.</summary>
internal sealed class AuditKey
{
    private const string Purpose = "audit-key";

    private AuditKey()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey { get; private init; } = [];

    /// <summary>PKCS#8, encrypted under the system key.</summary>
    public byte[] PrivateProtected { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public static AuditKey Make(SystemKey system, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = Guid.CreateVersion7(now);
        var privateKey = key.ExportPkcs8PrivateKey();
        try
        {
            return new AuditKey { Id = id, PublicKey = key.ExportSubjectPublicKeyInfo(), PrivateProtected = system.Protect(privateKey, Purpose, id), CreatedAt = now };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    /// <summary>Loads the private key into <paramref name="key"/>.</summary>
    /// <exception cref="CryptographicException">It is not under this system key, or is not the one of the public part: somebody put it there.</exception>
    public void OpenInto(ECDsa key, SystemKey system)
    {
        var privateKey = system.Unprotect(PrivateProtected, Purpose, Id);
        try
        {
            key.ImportPkcs8PrivateKey(privateKey, out _);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }

        if (!key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(PublicKey))
            throw new CryptographicException("The public part is not that of the private one.");
    }
}
