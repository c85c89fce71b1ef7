namespace UserService.Tests.Resilience;

/// <summary>Partners that take what they are asked and never answer, while customers sign in.</summary>
/// <param name="length">How long they hang after the sign-ins.</param>
internal sealed class HangingPartners(FaultWorld world, IReadOnlyCollection<Partner> partners, TimeSpan length)
{
    private const int Clients = 4;
    private const int SignInsOfEach = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task RunAsync(Load load, Ledger ledger)
    {
        var asking = new Asking(ledger);
        using var visitor = Asking.NewClient(world.ApiAddress);
        var customer = await WorldCustomer.CreateAsync(visitor);
        foreach (var list in (string[])["/v1/banking/banks", "/v1/banking/bills"])
            await customer.Client.GetStringAsync(new Uri(list, UriKind.Relative)); // kept from now on

        var before = partners.ToDictionary(p => p, p => p.Received());
        List<Task> asked = [];
        try
        {
            foreach (var partner in partners)
                partner.Proxy.HalfOpen();
            // Whom the Worker asks first: that takes as long as its queues, and the requests that wait are given up meanwhile.
            asked.AddRange(partners.Where(p => p is { CustomerWaits: false, Ask: not null }).Select(p => p.Ask!(asking, customer)));
            await UntilAskedAsync([.. partners.Where(p => !p.CustomerWaits)], before);
            var waiting = partners.Where(p => p.CustomerWaits).Select(p => (p.Name, Answer: p.Ask!(asking, customer))).ToList();
            asked.AddRange(waiting.Select(w => w.Answer));
            await UntilAskedAsync([.. partners.Where(p => p.CustomerWaits)], before);
            Assert.Empty(waiting.Where(w => w.Answer.IsCompleted).Select(w => w.Name)); // else they were not up against hanging partners

            var signIns = await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => SignInAsync(load, world.Customers[n % world.Customers.Count])));

            Assert.Equal(Clients * SignInsOfEach, signIns.Sum());
            await Task.Delay(length, CancellationToken.None);
        }
        finally
        {
            foreach (var partner in partners)
                partner.Proxy.Restore();
            await Task.WhenAll(asked);
        }
    }

    private async Task<int> SignInAsync(Load load, WorldCustomer customer)
    {
        using var client = Asking.NewClient(world.ApiAddress);
        var signedIn = 0;
        for (var i = 0; i < SignInsOfEach; i++)
            signedIn += await load.SignInOnceAsync(client, customer) is null ? 0 : 1;
        return signedIn;
    }

    private static async Task UntilAskedAsync(IReadOnlyCollection<Partner> partners, Dictionary<Partner, int> before)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (partners.Where(p => p.Received() == before[p]).Select(p => p.Name).ToList() is { Count: > 0 } left)
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"Nobody asked these within {Patience.TotalSeconds:0} s: {string.Join(", ", left)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }
}
