using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Persistence;

namespace UserService.Core.Protection;

/// <summary>Reads the service's own data key once and gives out what is derived from it. Made by <c>worker migrate</c>.</summary>
internal sealed class SystemKeys(IServiceScopeFactory scopes, IKeyVault vault) : IDisposable
{
    private readonly SemaphoreSlim loading = new(1, 1);
    private SystemKey? key;

    /// <exception cref="InvalidOperationException">The database has no key yet: migrations have not run.</exception>
    public ValueTask<SystemKey> GetAsync(CancellationToken ct) => key is { } loaded ? ValueTask.FromResult(loaded) : new(LoadAsync(ct));

    public void Dispose() => loading.Dispose();

    private async Task<SystemKey> LoadAsync(CancellationToken ct)
    {
        await loading.WaitAsync(ct);
        try
        {
            if (key is not null)
                return key;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<UserDbContext>();
            var row = await db.DataKeys.AsNoTracking().SingleOrDefaultAsync(k => k.SubjectId == null, ct)
                ?? throw new InvalidOperationException("The database holds no system key: run scripts/migrate.sh first.");
            return key = new SystemKey(await vault.UnwrapAsync(row.MasterKeyId, row.Wrapped, row.Id.ToString(), ct));
        }
        finally
        {
            loading.Release();
        }
    }
}

/// <summary>The service's own key: encrypts what belongs to no user and authenticates what it gives out. One derived key per purpose.</summary>
internal sealed class SystemKey(byte[] root)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, byte[]> derived = new();

    public byte[] Protect(ReadOnlySpan<byte> plaintext, string purpose, Guid owner) => AesGcmEnvelope.Seal(Derive("aead:" + purpose), plaintext, owner.ToByteArray());

    public byte[] Unprotect(ReadOnlySpan<byte> envelope, string purpose, Guid owner) => AesGcmEnvelope.Open(Derive("aead:" + purpose), envelope, owner.ToByteArray());

    /// <summary>HMAC-SHA256 of <paramref name="data"/> under the key of <paramref name="purpose"/>.</summary>
    public void Authenticate(string purpose, ReadOnlySpan<byte> data, Span<byte> mac) => HMACSHA256.HashData(Derive("mac:" + purpose), data, mac);

    private byte[] Derive(string purpose) => derived.GetOrAdd(
        purpose, static (p, root) => HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: Encoding.UTF8.GetBytes(p)), root);
}
