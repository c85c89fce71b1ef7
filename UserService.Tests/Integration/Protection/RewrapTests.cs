using UserService.Core.Protection;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Protection;

/// <summary><c>worker keys rewrap</c>: from one master key to the next while the hosts serve.</summary>
[Collection(ServersCollection.Name)]
public sealed class RewrapTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string NewKey = "not a secret either: the master key that follows the first one";

    [Fact]
    public async Task Brings_every_key_under_the_new_master_key_and_loses_no_value()
    {
        await using var both = await StartAsync();
        var (users, envelopes) = await ProtectAsync(both.Old, 25);

        var (exitCode, output) = await both.New.RunWorkerAsync("keys", "rewrap", "--batch", "10");

        Assert.True(exitCode == 0, output);
        Assert.Contains("rewrapped 26, 0 to go", output, StringComparison.Ordinal); // the system's key too
        Assert.Contains("done: retired master keys may be taken out", output, StringComparison.Ordinal);
        Assert.Equal(1, await both.Old.QueryAsync<int>("SELECT count(DISTINCT master_key_id) FROM data_keys"));
        var opened = await both.New.UseAsync<UserKeys, string[]>(keys => Task.WhenAll(users.Select(async (user, i) => (await keys.GetAsync(user, default)).Reveal(envelopes[i], "a.b"))));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"value {i}"), opened);
    }

    [Fact]
    public async Task May_be_stopped_and_goes_on_where_it_was()
    {
        await using var both = await StartAsync();
        await ProtectAsync(both.Old, 25);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RewrapAsync(both.New, 5, report =>
        {
            if (report.Rewrapped == 10)
                stop.Cancel();
        }, stop.Token));
        var rest = await RewrapAsync(both.New, 5);

        Assert.Equal(new RewrapProgress(16, 0, 0), rest); // 25 users and the system, less the ten before
    }

    [Fact]
    public async Task Several_at_once_share_the_work_and_do_none_of_it_twice()
    {
        await using var both = await StartAsync();
        await ProtectAsync(both.Old, 60);

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RewrapAsync(both.New, 3)));

        Assert.Equal(61, runs.Sum(r => r.Rewrapped));
        Assert.Equal(1, await both.Old.QueryAsync<int>("SELECT count(DISTINCT master_key_id) FROM data_keys"));
    }

    [Fact]
    public async Task A_key_whose_master_key_is_missing_is_told_and_holds_nobody_up()
    {
        await using var both = await StartAsync();
        await ProtectAsync(both.Old, 5);
        await both.Old.ExecuteAsync("UPDATE data_keys SET master_key_id = 'local:0000000000000000' WHERE id = (SELECT min(id::text)::uuid FROM data_keys WHERE subject_id IS NOT NULL)");

        var (exitCode, output) = await both.New.RunWorkerAsync("keys", "rewrap");

        Assert.Equal(1, exitCode);
        Assert.Contains("1 data keys could not be unwrapped", output, StringComparison.Ordinal);
        Assert.Equal(5, await both.Old.QueryAsync<int>("SELECT max(n) FROM (SELECT count(*) AS n FROM data_keys GROUP BY master_key_id) AS counts"));
    }

    [Fact]
    public async Task Moves_keys_from_the_configuration_into_a_vault_to_its_next_version_and_back()
    {
        await using var vault = await FakeVault.StartAsync();
        await using var old = await fixture.StartAsync(new StackOptions { WithWorker = false });
        var (users, envelopes) = await ProtectAsync(old, 3);
        var settings = vault.Settings();
        settings["ConnectionStrings:userdb"] = old.WorkerEnvironment["ConnectionStrings__userdb"];
        await using var moved = await fixture.StartAsync(new StackOptions { Settings = settings, WithWorker = false });

        Assert.Equal(new RewrapProgress(4, 0, 0), await RewrapAsync(moved, 50));
        vault.Rotate();
        Assert.Equal(new RewrapProgress(4, 0, 0), await RewrapAsync(moved, 50));
        Assert.Equal("vault:transit/user-service:v2", await old.QueryAsync<string>("SELECT DISTINCT master_key_id FROM data_keys"));
        Assert.Equal("value 2", await moved.UseAsync<UserKeys, string>(async keys => (await keys.GetAsync(users[2], default)).Reveal(envelopes[2], "a.b")));
        settings["Protection:Vault"] = "environment";
        await using var back = await fixture.StartAsync(new StackOptions { Settings = settings, WithWorker = false });
        Assert.Equal(new RewrapProgress(4, 0, 0), await RewrapAsync(back, 50));
    }

    /// <summary>Two deployments of one database: the old configuration made the keys, the new one has another master key.</summary>
    private async Task<Deployments> StartAsync()
    {
        var old = await fixture.StartAsync(new StackOptions { WithWorker = false });
        return new Deployments(old, await fixture.StartAsync(new StackOptions
        {
            WithWorker = false,
            Settings = new()
            {
                ["ConnectionStrings:userdb"] = old.WorkerEnvironment["ConnectionStrings__userdb"],
                ["Protection:MasterKey"] = NewKey,
                ["Protection:RetiredMasterKeys:0"] = old.WorkerEnvironment["Protection__MasterKey"],
            },
        }));
    }

    private static async Task<(Guid[] Users, byte[][] Envelopes)> ProtectAsync(Stack old, int count)
    {
        var users = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7(old.Clock.GetUtcNow())).ToArray();
        var envelopes = await old.UseAsync<UserKeys, byte[][]>(keys =>
            Task.WhenAll(users.Select(async (user, i) => (await keys.GetAsync(user, default)).Protect($"value {i}", "a.b"))));
        return (users, envelopes);
    }

    private static Task<RewrapProgress> RewrapAsync(Stack stack, int batch, Action<RewrapProgress>? seen = null, CancellationToken ct = default) =>
        stack.UseAsync<IKeyRewrapping, RewrapProgress>(r => r.RewrapAsync(batch, new Reports(seen ?? (_ => { })), ct));

    private sealed record Deployments(Stack Old, Stack New) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await New.DisposeAsync();
            await Old.DisposeAsync();
        }
    }

    private sealed class Reports(Action<RewrapProgress> seen) : IProgress<RewrapProgress>
    {
        public void Report(RewrapProgress value) => seen(value);
    }
}
