using Microsoft.Extensions.Options;

namespace UserService.Core.Banking.Banks;

/// <inheritdoc cref="IBankDirectory"/>
internal sealed class BankDirectory(KeptList<Bank> kept, IEnumerable<IBankAccountResolver> resolvers, IOptions<BankingOptions> options) : IBankDirectory
{
    public Task<IReadOnlyList<Bank>?> ListAsync(CancellationToken ct) => kept.GetAsync(FetchAsync, ct);

    private async Task<IReadOnlyList<Bank>?> FetchAsync(CancellationToken ct)
    {
        foreach (var resolver in options.Value.Order.SelectMany(name => resolvers.Where(r => r.Name == name && r.IsConfigured)))
        {
            if (await resolver.ListBanksAsync(ct) is { Count: > 0 } banks)
                return [.. banks.DistinctBy(b => b.Code).OrderBy(b => b.Name, StringComparer.OrdinalIgnoreCase)];
        }

        return null;
    }
}
