using System.Security.Cryptography;
using UserService.Core.Protection;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Persistence;

[Collection(OtherServersCollection.Name)]
public sealed class UserKeyTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task What_is_protected_for_one_user_and_column_opens_there_and_nowhere_else()
    {
        var user = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var (mine, others) = await fixture.Stack.UseAsync<UserKeys, (UserKey, UserKey)>(
            async keys => (await keys.GetAsync(user, default), await keys.GetAsync(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), default)));

        var envelope = mine.Protect("22222222222", "kyc_identities.bvn");

        Assert.Equal("22222222222", mine.Reveal(envelope, "kyc_identities.bvn"));
        Assert.ThrowsAny<CryptographicException>(() => mine.Reveal(envelope, "kyc_identities.nin"));
        Assert.ThrowsAny<CryptographicException>(() => others.Reveal(envelope, "kyc_identities.bvn"));
    }

    [Fact]
    public async Task A_key_asked_for_twenty_times_at_once_is_made_once()
    {
        var user = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var envelopes = await fixture.Stack.UseAsync<UserKeys, byte[][]>(keys => Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            keys.Forget(user);
            return (await keys.GetAsync(user, default)).Protect("value", "a.b");
        })));

        var opened = await fixture.Stack.UseAsync<UserKeys, string[]>(async keys =>
        {
            keys.Forget(user);
            var key = await keys.GetAsync(user, default);
            return [.. envelopes.Select(e => key.Reveal(e, "a.b"))];
        });
        Assert.All(opened, value => Assert.Equal("value", value));
    }

    [Fact]
    public async Task A_blind_index_is_the_same_for_the_same_value_and_differs_by_kind()
    {
        var (first, again, otherKind) = await fixture.Stack.UseAsync<BlindIndexes, (byte[], byte[], byte[])>(async indexes => (
            await indexes.ComputeAsync("bvn", "22222222222", default),
            await indexes.ComputeAsync("bvn", "22222222222", default),
            await indexes.ComputeAsync("nin", "22222222222", default)));

        Assert.Equal(first, again);
        Assert.NotEqual(first, otherKind);
        Assert.NotEqual(SHA256.HashData("22222222222"u8), first);
    }
}
