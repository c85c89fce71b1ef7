using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Mfa.OneTimeCodes;

/// <summary>Issues and checks six-digit codes. Tries are counted before the code is looked at, so parallel guesses gain nothing.</summary>
internal sealed class OneTimeCodes(UserDbContext db, SystemKeys keys, IOptions<CodeOptions> options, TimeProvider time)
{
    private const string CodePurposeKey = "one-time-code";
    private const string AddressPurpose = "one-time-code-address";

    /// <summary>Adds a challenge to the unit of work and gives its code to be sent. A decoy (no user) gets one too: the work is the same.</summary>
    public async Task<IssuedCode> IssueAsync(NewChallenge challenge, CancellationToken ct)
    {
        var key = await keys.GetAsync(ct);
        var code = NewCode();
        var address = key.Protect(Encoding.UTF8.GetBytes(challenge.Address), AddressPurpose, challenge.Id);
        var row = CodeChallenge.Issue(challenge, Hash(key, challenge.Id, code), address, options.Value, time.GetUtcNow());
        db.CodeChallenges.Add(row);
        return new IssuedCode(row, code);
    }

    /// <summary>Puts a code to a challenge that was made without one.</summary>
    public async Task<IssuedCode> PutAsync(CodeChallenge challenge, CodeChannel channel, string address, CancellationToken ct)
    {
        var key = await keys.GetAsync(ct);
        var code = NewCode();
        var sealedAddress = key.Protect(Encoding.UTF8.GetBytes(address), AddressPurpose, challenge.Id);
        challenge.PutCode(channel, sealedAddress, Hash(key, challenge.Id, code), options.Value, time.GetUtcNow());
        return new IssuedCode(challenge, code);
    }

    /// <summary>The challenge, where it is of this purpose and still open.</summary>
    public async Task<CodeChallenge?> FindOpenAsync(Guid id, CodePurpose purpose, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await db.CodeChallenges.SingleOrDefaultAsync(
            c => c.Id == id && c.Purpose == purpose && c.ConsumedAt == null && c.Attempts < options.Value.MaxAttempts && c.ExpiresAt > now, ct);
    }

    /// <summary>A new code for a challenge that is still open, no sooner than a minute after the last.</summary>
    public async Task<ResendCodeResult> ResendAsync(Guid id, CodePurpose purpose, CancellationToken ct)
    {
        if (await FindOpenAsync(id, purpose, ct) is not { CodeHash.Length: > 0 } row)
            return new ResendCodeResult.Gone();
        if (await ClaimSendingAsync(row, ct) is { } wait)
            return new ResendCodeResult.TooSoon(wait);
        var key = await keys.GetAsync(ct);
        var code = NewCode();
        row.Resend(Hash(key, id, code), options.Value, time.GetUtcNow());
        return new ResendCodeResult.Renewed(new IssuedCode(row, code), Encoding.UTF8.GetString(key.Unprotect(row.AddressProtected, AddressPurpose, id)));
    }

    /// <summary>Of twenty requests for a code at once one may send it: null for that one, else how long to wait.</summary>
    public async Task<TimeSpan?> ClaimSendingAsync(CodeChallenge challenge, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var next = now + options.Value.ResendInterval;
        var claimed = await db.CodeChallenges.Where(c => c.Id == challenge.Id && c.ResendAfter <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ResendAfter, next), ct);
        return claimed == 1 ? null : challenge.ResendAfter > now ? challenge.ResendAfter - now : options.Value.ResendInterval;
    }

    /// <summary>Spends one try. A right code gives the challenge, which the caller consumes in the unit of work that the code unlocks.</summary>
    public async Task<CheckCodeResult> CheckAsync(Guid id, CodePurpose purpose, string code, CancellationToken ct)
    {
        if (await TakeTryAsync(id, purpose, ct) is not { } row)
            return new CheckCodeResult.Gone();
        return await FitsAsync(row, code, ct) && row.UserId is not null
            ? new CheckCodeResult.Right(row)
            : new CheckCodeResult.Wrong(row.UserId, options.Value.MaxAttempts - row.Attempts);
    }

    /// <summary>Spends one of the challenge's tries, whatever is tried with it; null where there is none left.</summary>
    public async Task<CodeChallenge?> TakeTryAsync(Guid id, CodePurpose purpose, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var counted = await db.CodeChallenges
            .Where(c => c.Id == id && c.Purpose == purpose && c.ConsumedAt == null && c.Attempts < options.Value.MaxAttempts && c.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Attempts, c => c.Attempts + 1), ct);
        if (counted == 0)
            return null;
        var row = await db.CodeChallenges.SingleAsync(c => c.Id == id, ct);
        return row.ConsumedAt is null ? row : null; // else spent by another caller since the try was counted
    }

    /// <summary>Whether this is the code that was sent last. A challenge without a code has no hash, which equals none.</summary>
    public async Task<bool> FitsAsync(CodeChallenge challenge, string code, CancellationToken ct) =>
        CryptographicOperations.FixedTimeEquals(Hash(await keys.GetAsync(ct), challenge.Id, code), challenge.CodeHash);

    /// <summary>Where the code of a challenge went.</summary>
    public async Task<string> AddressOfAsync(CodeChallenge challenge, CancellationToken ct) =>
        Encoding.UTF8.GetString((await keys.GetAsync(ct)).Unprotect(challenge.AddressProtected, AddressPurpose, challenge.Id));

    private static string NewCode() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Hash(SystemKey key, Guid id, string code)
    {
        var mac = new byte[32];
        key.Authenticate(CodePurposeKey, Encoding.UTF8.GetBytes($"{id:N}:{code}"), mac);
        return mac;
    }
}

/// <summary>A challenge and the code that goes to its owner.</summary>
internal sealed record IssuedCode(CodeChallenge Challenge, string Code)
{
    /// <summary>A secret: never printed by accident.</summary>
    public override string ToString() => "[one-time code]";
}

/// <summary>How asking for a code again ended.</summary>
internal abstract record ResendCodeResult
{
    /// <summary>Send this code to this address.</summary>
    public sealed record Renewed(IssuedCode Issued, string Address) : ResendCodeResult;

    public sealed record TooSoon(TimeSpan RetryAfter) : ResendCodeResult;

    /// <summary>Unknown, expired, spent or out of tries.</summary>
    public sealed record Gone : ResendCodeResult;
}

/// <summary>How checking a code ended.</summary>
internal abstract record CheckCodeResult
{
    public sealed record Right(CodeChallenge Challenge) : CheckCodeResult;

    public sealed record Wrong(Guid? UserId, int TriesLeft) : CheckCodeResult;

    /// <summary>Unknown, expired, spent or out of tries.</summary>
    public sealed record Gone : CheckCodeResult;
}
