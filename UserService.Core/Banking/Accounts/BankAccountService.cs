using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Banking.Banks;
using UserService.Core.Errors;
using UserService.Core.Kyc;
using UserService.Core.Kyc.Checks;
using UserService.Core.Persistence;

namespace UserService.Core.Banking.Accounts;

/// <inheritdoc cref="IBankAccountService"/>
internal sealed class BankAccountService(
    UserDbContext db, BankDirectory banks, AccountLookup lookup, AccountSecrets secrets, BankMatches matches, IOptions<BankingOptions> options, IOptions<KycOptions> kyc, TimeProvider time) : IBankAccountService
{
    public async Task<IReadOnlyList<BankAccountView>> ListAsync(Guid userId, CancellationToken ct)
    {
        var accounts = await Linked(userId).AsNoTracking().ToListAsync(ct);
        var theDefault = accounts.Where(a => a.DefaultSince is not null).MaxBy(a => a.DefaultSince);
        var views = new List<BankAccountView>(accounts.Count);
        foreach (var account in accounts.OrderByDescending(a => a == theDefault).ThenBy(a => a.LinkedAt))
            views.Add(await ViewAsync(account, account == theDefault, ct));
        return views;
    }

    public async Task<LinkAccountResult> LinkAsync(Guid userId, string bankCode, string accountNumber, Actor actor, CancellationToken ct)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.Status != UserStatus.Erased, ct) is not { } user)
            return new LinkAccountResult.Failed(CommonErrors.NotFound);
        var (bank, refusal) = await MayLinkAsync(userId, bankCode, accountNumber, ct);
        if (refusal is not null)
            return new LinkAccountResult.Failed(refusal);
        var (name, provider, error) = await lookup.FindAsync(userId, bankCode, accountNumber, ct);
        if (error is not null)
            return new LinkAccountResult.Failed(error);
        var score = NameMatch.Score($"{user.FirstName} {user.LastName}", name!);
        return score < kyc.Value.ReviewScore
            ? new LinkAccountResult.Failed(BankingErrors.NameDiffers)
            : await AddAsync(user, bank!, accountNumber, name!, provider!, score, actor, ct);
    }

    public Task<Error?> MakeDefaultAsync(Guid userId, Guid accountId, Actor actor, CancellationToken ct) => InTurnAsync<Error?>(
        userId,
        async stop =>
        {
            if (await FindAsync(userId, accountId, stop) is not { } account)
                return CommonErrors.NotFound;
            if (!account.Verified)
                return BankingErrors.NotVerified;
            var now = time.GetUtcNow();
            account.MakeDefault(now);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.DefaultBankAccountChanged, userId, actor, accountId.ToString(), now));
            return await SaveAsync(stop);
        },
        ct);

    public Task<Error?> UnlinkAsync(Guid userId, Guid accountId, Actor actor, CancellationToken ct) => InTurnAsync<Error?>(
        userId,
        async stop =>
        {
            if (await FindAsync(userId, accountId, stop) is not { } account)
                return CommonErrors.NotFound;
            var now = time.GetUtcNow();
            account.Unlink(now);
            db.AuditEntries.Add(AuditEntry.Of(AuditActions.BankAccountUnlinked, userId, actor, accountId.ToString(), now));
            return await SaveAsync(stop);
        },
        ct);

    private IQueryable<BankAccount> Linked(Guid userId) => db.BankAccounts.Where(a => a.UserId == userId && a.UnlinkedAt == null);

    private Task<BankAccount?> FindAsync(Guid userId, Guid accountId, CancellationToken ct) => Linked(userId).SingleOrDefaultAsync(a => a.Id == accountId, ct);

    private async Task<(Bank? Bank, Error? Error)> MayLinkAsync(Guid userId, string bankCode, string accountNumber, CancellationToken ct)
    {
        var known = await banks.ListAsync(ct);
        if (known is null)
            return (null, CommonErrors.Unavailable);
        if (known.FirstOrDefault(b => b.Code == bankCode) is not { } bank)
            return (null, BankingErrors.UnknownBank);
        return await RefusalAsync(userId, await secrets.IndexAsync(bankCode, accountNumber, ct), ct) is { } refusal ? (null, refusal) : (bank, null);
    }

    private async Task<Error?> RefusalAsync(Guid userId, byte[] index, CancellationToken ct)
    {
        var linked = await Linked(userId).Select(a => a.NumberIndex).ToListAsync(ct);
        if (linked.Exists(i => i.AsSpan().SequenceEqual(index)))
            return BankingErrors.AlreadyLinked;
        return linked.Count < options.Value.MaxAccounts ? null : BankingErrors.TooManyAccounts;
    }

    private async Task<LinkAccountResult> AddAsync(User user, Bank bank, string number, string name, string provider, decimal score, Actor actor, CancellationToken ct)
    {
        var sealedAccount = await secrets.SealAsync(user.Id, bank.Code, number, name, ct);
        var verified = score >= kyc.Value.PassScore;
        return await InTurnAsync<LinkAccountResult>(
            user.Id,
            async stop =>
            {
                // Others may have been linked while the bank was asked.
                if (!await db.Users.AnyAsync(u => u.Id == user.Id && u.Status != UserStatus.Erased, stop))
                    return new LinkAccountResult.Failed(CommonErrors.NotFound);
                if (await RefusalAsync(user.Id, sealedAccount.Index, stop) is { } refusal)
                    return new LinkAccountResult.Failed(refusal);
                var now = time.GetUtcNow();
                var id = Guid.CreateVersion7(now);
                var account = BankAccount.Link(id, user.Id, bank, number, sealedAccount, score, verified, now);
                var first = verified && !await Linked(user.Id).AnyAsync(a => a.DefaultSince != null, stop);
                if (first)
                    account.MakeDefault(now);
                db.BankAccounts.Add(account);
                if (verified)
                    await matches.RecordAsync(user.Id, new KycClaim { BankCode = bank.Code, AccountNumber = number }, provider, score, stop);
                db.AuditEntries.Add(AuditEntry.Of(AuditActions.BankAccountLinked, user.Id, actor, $"{id} {bank.Code}", now));
                return await SaveAsync(stop) is { } error ? new LinkAccountResult.Failed(error) : new LinkAccountResult.Linked(await ViewAsync(account, first, stop));
            },
            ct);
    }

    private async Task<BankAccountView> ViewAsync(BankAccount account, bool isDefault, CancellationToken ct) => new(
        account.Id, account.BankCode, account.BankName, $"••••••{account.Ending}", await secrets.NameAsync(account, ct), account.Verified, isDefault, account.LinkedAt);

    // A customer's changes of her accounts wait for each other.
    private Task<T> InTurnAsync<T>(Guid userId, Func<CancellationToken, Task<T>> change, CancellationToken ct) => db.InTransactionAsync(Turns.OfUser(userId), change, ct);

    // What was changed by others meanwhile, such as an erasure, is gone.
    private async Task<Error?> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return CommonErrors.NotFound;
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return BankingErrors.AlreadyLinked;
        }
    }
}
