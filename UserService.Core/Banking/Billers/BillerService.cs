using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Audit;
using UserService.Core.Banking.Banks;
using UserService.Core.Errors;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Banking.Billers;

/// <inheritdoc cref="IBillerService"/>
internal sealed class BillerService(
    UserDbContext db, KeptList<BillItem> kept, IEnumerable<IBillAggregator> aggregators, UserKeys keys, BlindIndexes indexes, IOptions<BankingOptions> options, TimeProvider time) : IBillerService
{
    private const string ReferenceColumn = "saved_billers.reference";
    private const string NameColumn = "saved_billers.name";

    public Task<IReadOnlyList<BillItem>?> ListBillsAsync(CancellationToken ct) => kept.GetAsync(FetchAsync, ct);

    public async Task<IReadOnlyList<SavedBillerView>> ListAsync(Guid userId, CancellationToken ct)
    {
        var saved = await db.SavedBillers.AsNoTracking().Where(b => b.UserId == userId).OrderBy(b => b.SavedAt).ToListAsync(ct);
        if (saved.Count == 0)
            return [];
        var key = await keys.GetAsync(userId, ct);
        return [.. saved.Select(b => View(b, key))];
    }

    public async Task<SaveBillerResult> SaveAsync(Guid userId, NewBiller biller, Actor actor, CancellationToken ct)
    {
        if (await ListBillsAsync(ct) is not { } bills)
            return new SaveBillerResult.Failed(CommonErrors.Unavailable);
        if (bills.FirstOrDefault(b => b.BillerCode == biller.BillerCode && b.ItemCode == biller.ItemCode) is not { } item)
            return new SaveBillerResult.Failed(BankingErrors.UnknownBill);
        if (await db.SavedBillers.CountAsync(b => b.UserId == userId, ct) >= options.Value.MaxBillers)
            return new SaveBillerResult.Failed(BankingErrors.TooManyBillers);
        return await ValidateAsync(biller, ct) switch
        {
            BillCustomerAnswer.Valid(var name) => await AddAsync(userId, item, biller, name, actor, ct),
            BillCustomerAnswer.Invalid => new SaveBillerResult.Failed(BankingErrors.InvalidReference),
            _ => new SaveBillerResult.Failed(CommonErrors.Unavailable),
        };
    }

    public async Task<bool> RemoveAsync(Guid userId, Guid id, Actor actor, CancellationToken ct)
    {
        if (await db.SavedBillers.SingleOrDefaultAsync(b => b.Id == id && b.UserId == userId, ct) is not { } biller)
            return false;
        db.SavedBillers.Remove(biller);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.BillerRemoved, userId, actor, id.ToString(), time.GetUtcNow()));
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // removed a moment ago
        }
    }

    private async Task<SaveBillerResult> AddAsync(Guid userId, BillItem item, NewBiller biller, string name, Actor actor, CancellationToken ct)
    {
        var (now, key) = (time.GetUtcNow(), await keys.GetAsync(userId, ct));
        var index = await indexes.ComputeAsync("biller", $"{item.BillerCode}:{item.ItemCode}:{biller.Reference}", ct);
        var saved = SavedBiller.Save(Guid.CreateVersion7(now), userId, item, biller.Label, key.Protect(biller.Reference, ReferenceColumn), index, key.Protect(name, NameColumn), now);
        db.SavedBillers.Add(saved);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.BillerSaved, userId, actor, $"{saved.Id} {item.BillerCode}", now));
        try
        {
            await db.SaveChangesAsync(ct);
            return new SaveBillerResult.Saved(View(saved, key));
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return new SaveBillerResult.Failed(BankingErrors.AlreadySaved);
        }
    }

    private async Task<BillCustomerAnswer> ValidateAsync(NewBiller biller, CancellationToken ct)
    {
        foreach (var aggregator in Configured())
        {
            if (await aggregator.ValidateAsync(biller.BillerCode, biller.ItemCode, biller.Reference, ct) is var answer and not BillCustomerAnswer.Unavailable)
                return answer;
        }

        return new BillCustomerAnswer.Unavailable();
    }

    private async Task<IReadOnlyList<BillItem>?> FetchAsync(CancellationToken ct)
    {
        foreach (var aggregator in Configured())
        {
            if (await aggregator.ListAsync(ct) is { Count: > 0 } items)
                return items;
        }

        return null;
    }

    // The codes of one aggregator mean nothing to another: the first that is configured is the one.
    private IEnumerable<IBillAggregator> Configured() => aggregators.Where(a => a.IsConfigured).Take(1);

    private static SavedBillerView View(SavedBiller b, UserKey key) =>
        new(b.Id, b.BillerCode, b.ItemCode, b.BillerName, b.Label, key.Reveal(b.ReferenceProtected, ReferenceColumn), key.Reveal(b.NameProtected, NameColumn), b.SavedAt);
}
