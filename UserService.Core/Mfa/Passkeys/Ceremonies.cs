using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Mfa.Passkeys;

/// <summary>Keeps the state of ceremonies on the server: good once, for five minutes, and only for what it was made for.</summary>
internal sealed class Ceremonies(UserDbContext db, SystemKeys keys, IOptions<PasskeyOptions> options, TimeProvider time)
{
    private const string Purpose = "passkey-ceremony";

    // Anybody may start ceremonies, so the table must not grow by those that nobody finishes: each start removes more than it adds.
    private const int Swept = 10;

    public async Task StartAsync(CeremonyKind kind, Guid id, Guid? userId, string state, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var sealedState = (await keys.GetAsync(ct)).Protect(Encoding.UTF8.GetBytes(state), Purpose, id);
        var (name, expires) = (kind.ToString(), now + options.Value.CeremonyLifetime);
        await db.Database.ExecuteSqlAsync(
            $"""
             WITH swept AS (
                 DELETE FROM passkey_ceremonies WHERE (id, kind) IN (
                     SELECT id, kind FROM passkey_ceremonies WHERE expires_at < {now} AND id <> {id} LIMIT {Swept} FOR UPDATE SKIP LOCKED))
             INSERT INTO passkey_ceremonies (id, kind, user_id, state_protected, expires_at) VALUES ({id}, {name}, {userId}, {sealedState}, {expires})
             ON CONFLICT (id, kind) DO UPDATE SET user_id = excluded.user_id, state_protected = excluded.state_protected, expires_at = excluded.expires_at
             """,
            ct);
    }

    /// <summary>Takes the state out: of twenty answers at once one finds it.</summary>
    public async Task<string?> TakeAsync(CeremonyKind kind, Guid id, CancellationToken ct)
    {
        var (name, now) = (kind.ToString(), time.GetUtcNow());
        var states = await db.Database
            .SqlQuery<byte[]>($"""DELETE FROM passkey_ceremonies WHERE id = {id} AND kind = {name} AND expires_at > {now} RETURNING state_protected AS "Value" """)
            .ToListAsync(ct);
        return states is [var state] ? Encoding.UTF8.GetString((await keys.GetAsync(ct)).Unprotect(state, Purpose, id)) : null;
    }
}
