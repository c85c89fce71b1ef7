using System.Security.Cryptography;
using System.Text;
using UserService.Core.Protection;

namespace UserService.Core.Audit;

/// <summary>
/// Values before and after a change as keyed hashes. The key is the service's own and the account is part of what is hashed: nobody who has the
/// trail alone can try out telephone numbers, or see that two customers share a value.
/// </summary>
internal sealed class AuditHashes(SystemKeys keys)
{
    /// <param name="field">Which value, such as <c>names</c>.</param>
    public async ValueTask<AuditedChange> OfAsync(Guid subject, string field, string? before, string? after, CancellationToken ct)
    {
        var key = await keys.GetAsync(ct);
        return new AuditedChange(Hash(key, subject, field, before), Hash(key, subject, field, after));
    }

    private static byte[]? Hash(SystemKey key, Guid subject, string field, string? value)
    {
        if (value is null)
            return null;
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        key.Authenticate("audit-values", Encoding.UTF8.GetBytes($"{subject:N}\0{field}\0{value}"), hash);
        return hash;
    }
}

/// <summary>Hashes of a value before and after its change; none where there was no value.</summary>
internal sealed record AuditedChange(byte[]? Before, byte[]? After);
