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

    /// <summary>A new code for a challenge that is still open, no sooner than a minute after the last.</summary>
    public async Task<ResendCodeResult> ResendAsync(Guid id, CodePurpose purpose, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var row = await db.CodeChallenges.SingleOrDefaultAsync(c => c.Id == id && c.Purpose == purpose, ct);
        if (row is null || row.ConsumedAt is not null || row.Attempts >= options.Value.MaxAttempts || now >= row.ExpiresAt)
            return new ResendCodeResult.Gone();
        if (now < row.ResendAfter)
            return new ResendCodeResult.TooSoon(row.ResendAfter - now);
        var key = await keys.GetAsync(ct);
        var code = NewCode();
        row.Resend(Hash(key, id, code), options.Value, now);
        return new ResendCodeResult.Renewed(new IssuedCode(row, code), Encoding.UTF8.GetString(key.Unprotect(row.AddressProtected, AddressPurpose, id)));
    }

    /// <summary>Spends one try. A right code gives the challenge, which the caller consumes in the unit of work that the code unlocks.</summary>
    public async Task<CheckCodeResult> CheckAsync(Guid id, CodePurpose purpose, string code, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var counted = await db.CodeChallenges
            .Where(c => c.Id == id && c.Purpose == purpose && c.ConsumedAt == null && c.Attempts < options.Value.MaxAttempts && c.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Attempts, c => c.Attempts + 1), ct);
        if (counted == 0)
            return new CheckCodeResult.Gone();
        var row = await db.CodeChallenges.SingleAsync(c => c.Id == id, ct);
        if (row.ConsumedAt is not null)
            return new CheckCodeResult.Gone(); // spent by another caller since the try was counted
        var expected = Hash(await keys.GetAsync(ct), id, code);
        return CryptographicOperations.FixedTimeEquals(expected, row.CodeHash) && row.UserId is not null
            ? new CheckCodeResult.Right(row)
            : new CheckCodeResult.Wrong(row.UserId, options.Value.MaxAttempts - row.Attempts);
    }

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
