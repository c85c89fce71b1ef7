using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Kyc.Tiers;

/// <summary>
/// The rules of all tiers, kept in memory: a handful of rows that every answer about limits needs. A new rule is known to every host
/// within a second (<see cref="InvalidationFeed"/>); a host that does not hear the feed reads the table each time.
/// </summary>
internal sealed class TierRules : IInvalidationListener
{
    private readonly IServiceScopeFactory scopes;
    private readonly InvalidationFeed feed;
    private readonly TimeProvider time;
    private TierRule[]? known;
    private int generation;

    public TierRules(IServiceScopeFactory scopes, InvalidationFeed feed, TimeProvider time)
    {
        (this.scopes, this.feed, this.time) = (scopes, feed, time);
        feed.Subscribe(this);
    }

    /// <summary>The code of ISO 4217 for "no currency": that of customers in whose country there are no rules.</summary>
    public const string NoCurrency = "XXX";

    /// <summary>The currency of a country's rules, which have one; <see cref="NoCurrency"/> where there are none.</summary>
    public async ValueTask<string> CurrencyOfAsync(string country, CancellationToken ct) => Array.Find(await AllAsync(ct), r => r.Country == country)?.Currency ?? NoCurrency;

    /// <summary>The rule in force now; null where the bank does not verify customers of the country.</summary>
    public async ValueTask<TierRule?> FindAsync(string country, int tier, CancellationToken ct)
    {
        var (rules, now) = (await AllAsync(ct), time.GetUtcNow());
        TierRule? found = null;
        foreach (var rule in rules)
        {
            if (rule.Tier == tier && rule.Country == country && rule.EffectiveFrom <= now && (found is null || rule.EffectiveFrom > found.EffectiveFrom))
                found = rule;
        }

        return found;
    }

    void IInvalidationListener.Invalidated(InvalidatedThing thing, Guid key)
    {
        if (thing is not InvalidatedThing.TierRules)
            return;
        Interlocked.Increment(ref generation);
        Volatile.Write(ref known, null);
    }

    private ValueTask<TierRule[]> AllAsync(CancellationToken ct) =>
        Volatile.Read(ref known) is { } rules && feed.IsCurrent ? ValueTask.FromResult(rules) : new(LoadAsync(ct));

    private async Task<TierRule[]> LoadAsync(CancellationToken ct)
    {
        var before = Volatile.Read(ref generation);
        await using var scope = scopes.CreateAsyncScope();
        var rules = await scope.ServiceProvider.GetRequiredService<UserDbContext>().TierRules.AsNoTracking().ToArrayAsync(ct);

        // A rule that came while they were read may be missing: then they are not kept.
        if (before == Volatile.Read(ref generation))
            Volatile.Write(ref known, rules);
        return rules;
    }
}
