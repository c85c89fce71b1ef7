using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Kyc;
using UserService.Core.Persistence;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Kyc;

/// <summary>What the platform's KYC service says by event: the consumer calls the handler and saves.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class KycEventTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_late_answer_settles_a_check_once()
    {
        // Nobody answers 777, so the check stays open for the event.
        var customer = await stack.CreateCustomerAsync();
        using var opened = await customer.ProveAsync("bvn", KycSteps.Number("777"));
        var checkId = (await opened.ReadJsonAsync()).GetProperty("checkId").GetGuid();
        var now = stack.Clock.GetUtcNow();

        await HandleAsync(e => e.CompletedAsync(new KycVerificationCompleted(customer.Id, checkId, 0.99m, now), CancellationToken.None));
        await HandleAsync(e => e.FailedAsync(new KycVerificationFailed(customer.Id, checkId, KycReasons.Mismatch, now), CancellationToken.None));
        await HandleAsync(e => e.CompletedAsync(new KycVerificationCompleted(customer.Id, Guid.CreateVersion7(now), 0.99m, now), CancellationToken.None));

        var check = KycSteps.Check(await customer.KycAsync(), "bvn")!.Value;
        Assert.Equal("passed", check.GetProperty("state").GetString());
        Assert.Equal(1, await stack.QueryAsync<long>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'kyc.check_decided'", customer.Id));
    }

    [Fact]
    public async Task Nothing_is_saved_by_the_handler_itself()
    {
        var customer = await stack.CreateCustomerAsync();
        using var opened = await customer.ProveAsync("bvn", KycSteps.Number("777"));
        var checkId = (await opened.ReadJsonAsync()).GetProperty("checkId").GetGuid();

        await stack.UseAsync<IKycEvents, bool>(async events =>
        {
            await events.CompletedAsync(new KycVerificationCompleted(customer.Id, checkId, 0.99m, stack.Clock.GetUtcNow()), CancellationToken.None);
            return true;
        });

        Assert.Equal("pending", KycSteps.Check(await customer.KycAsync(), "bvn")!.Value.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_contrary_watchlist_messages_the_later_counts_in_whatever_order(bool inOrder)
    {
        var customer = await stack.CreateCustomerAsync();
        var now = stack.Clock.GetUtcNow();
        KycWatchlistChanged[] messages = [new(customer.Id, true, now.AddMinutes(-2)), new(customer.Id, false, now.AddMinutes(-1))];

        foreach (var message in inOrder ? messages : messages.Reverse())
            await HandleAsync(e => e.WatchlistChangedAsync(message, CancellationToken.None));

        Assert.Empty((await customer.KycAsync()).GetProperty("restrictions").EnumerateArray());
    }

    [Fact]
    public async Task A_watchlisting_ends_after_a_day_whatever_was_asked_for()
    {
        var customer = await stack.CreateCustomerAsync();
        var now = stack.Clock.GetUtcNow();

        foreach (var _ in Enumerable.Range(0, 3))
            await HandleAsync(e => e.WatchlistChangedAsync(new KycWatchlistChanged(customer.Id, true, now, now.AddDays(30)), CancellationToken.None));

        var restriction = Assert.Single((await customer.KycAsync()).GetProperty("restrictions").EnumerateArray());
        Assert.InRange(restriction.GetProperty("until").GetDateTimeOffset() - now, TimeSpan.FromHours(23.99), TimeSpan.FromHours(24.01));
    }

    private Task<bool> HandleAsync(Func<IKycEvents, Task> handle) => stack.UseAsync<IServiceProvider, bool>(async services =>
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var scope = services.CreateAsyncScope();
            try
            {
                await handle(scope.ServiceProvider.GetRequiredService<IKycEvents>());
                await scope.ServiceProvider.GetRequiredService<UserDbContext>().SaveChangesAsync();
                return true;
            }
            catch (DbUpdateConcurrencyException) when (attempt < 20)
            {
                // the Worker was at the same check: the consumer tries again
            }
        }
    });
}
