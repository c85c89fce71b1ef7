using System.Net;
using System.Security.Cryptography;
using UserService.Core.Messaging;
using UserService.Core.Protection;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Protection;

/// <summary>HashiCorp Vault's transit engine as the key vault, behind the real hosts.</summary>
[Collection(ServersCollection.Name)]
public sealed class VaultTransitTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly byte[] DataKey = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task A_data_key_opens_with_its_own_context_only_and_after_a_rotation_too()
    {
        await using var vault = await FakeVault.StartAsync();
        await using var stack = await StartAsync(vault, FakeVault.Token);
        await stack.UseAsync<IKeyVault, bool>(async keys =>
        {
            var wrapped = await keys.WrapAsync(DataKey, "one", default);
            vault.Rotate();

            Assert.Equal("vault:transit/user-service:v1", wrapped.MasterKeyId);
            Assert.Equal("vault:transit/user-service:v2", await keys.GetCurrentKeyIdAsync(default));
            Assert.Equal(DataKey, await keys.UnwrapAsync(wrapped.MasterKeyId, wrapped.Bytes, "one", default));
            Assert.Equal("vault:transit/user-service:v2", (await keys.WrapAsync(DataKey, "one", default)).MasterKeyId);
            await Assert.ThrowsAsync<CryptographicException>(async () => await keys.UnwrapAsync(wrapped.MasterKeyId, wrapped.Bytes, "two", default));
            return true;
        });
    }

    [Fact]
    public async Task What_Vault_never_wrapped_is_not_sent_to_it()
    {
        await using var vault = await FakeVault.StartAsync();
        await using var stack = await StartAsync(vault, FakeVault.Token);
        var before = vault.Calls;

        await stack.UseAsync<IKeyVault, bool>(async keys =>
        {
            await Assert.ThrowsAsync<CryptographicException>(async () => await keys.UnwrapAsync("vault:transit/another:v1", DataKey, "one", default));
            return true;
        });

        Assert.Equal(before, vault.Calls);
    }

    [Fact]
    public async Task A_wrong_token_is_an_outage_and_is_said_without_it()
    {
        await using var vault = await FakeVault.StartAsync();
        await using var stack = await StartAsync(vault, "hvs.wrong");

        await stack.UseAsync<IKeyVault, bool>(async keys =>
        {
            var failure = await Assert.ThrowsAsync<KeyVaultUnavailableException>(async () => await keys.WrapAsync(DataKey, "one", default));
            Assert.DoesNotContain("hvs.wrong", failure.ToString(), StringComparison.Ordinal);
            return true;
        });
    }

    [Fact]
    public async Task A_token_file_is_read_anew_so_that_an_agent_can_renew_it()
    {
        await using var vault = await FakeVault.StartAsync();
        using var folder = new TemporaryFolder("vault-token");
        var file = Path.Combine(folder.Path, "token");
        await File.WriteAllTextAsync(file, "hvs.expired\n");
        await using var stack = await StartAsync(vault, token: null, ("Protection:VaultTransit:TokenFile", file));

        await stack.UseAsync<IKeyVault, bool>(async keys =>
        {
            await Assert.ThrowsAsync<KeyVaultUnavailableException>(async () => await keys.WrapAsync(DataKey, "one", default));
            await File.WriteAllTextAsync(file, FakeVault.Token + "\n");
            Assert.NotEmpty((await keys.WrapAsync(DataKey, "one", default)).Bytes);
            return true;
        });
    }

    [Fact]
    public async Task A_sealed_vault_stops_what_needs_a_new_key_with_503_and_nothing_else()
    {
        await using var vault = await FakeVault.StartAsync();
        await using var stack = await StartAsync(vault, FakeVault.Token);
        var customer = await stack.CreateCustomerAsync();
        vault.Sealed = true;

        using var needsKey = await customer.PatchProfileAsync("""{"dateOfBirth":"1990-05-17"}""", "\"1\"");
        using var needsNone = await customer.Client.GetAsync("/v1/profile");

        await needsKey.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "temporarily_unavailable");
        Assert.True(needsKey.Headers.Contains("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, needsNone.StatusCode);
        vault.Sealed = false;
        using var again = await customer.PatchProfileAsync("""{"dateOfBirth":"1990-05-17"}""", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal("vault:transit/user-service:v1", await stack.QueryAsync<string>("SELECT master_key_id FROM data_keys WHERE subject_id = $1", customer.Id));
    }

    [Fact]
    public async Task A_key_that_is_destroyed_while_Vault_opens_it_is_not_remembered()
    {
        await using var vault = await FakeVault.StartAsync();
        await using var stack = await StartAsync(vault, FakeVault.Token);
        var user = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await stack.UseAsync<UserKeys, bool>(async keys =>
        {
            var envelope = (await keys.GetAsync(user, default)).Protect("value", "a.b");
            keys.Forget(user);
            var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
            vault.BeforeAnswer = () =>
            {
                asked.TrySetResult();
                return answer.Task;
            };
            var late = keys.GetAsync(user, default).AsTask();
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(10));

            await stack.ExecuteAsync($"DELETE FROM data_keys WHERE subject_id = '{user}'");
            ((IInvalidationListener)keys).Invalidated(InvalidatedThing.UserKey, user);
            answer.SetResult();
            Assert.Equal("value", (await late).Reveal(envelope, "a.b"));

            var next = await keys.GetAsync(user, default);
            Assert.ThrowsAny<CryptographicException>(() => next.Reveal(envelope, "a.b"));
            return true;
        });
    }

    // The databases of tests are copied from one whose system key the tests' master key wraps: it stays configured to read that.
    private Task<Stack> StartAsync(FakeVault vault, string? token, params (string Key, string Value)[] more)
    {
        var settings = vault.Settings();
        settings["Protection:VaultTransit:Token"] = token;
        foreach (var (key, value) in more)
            settings[key] = value;
        return fixture.StartAsync(new StackOptions { Settings = settings });
    }
}
