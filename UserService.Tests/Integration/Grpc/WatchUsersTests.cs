using Banking.Users.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using UserService.Core.Authentication.Clients;
using UserService.Core.Messaging.Changes;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class WatchUsersTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Tells_of_each_change_once_and_in_each_users_order()
    {
        await using var host = await fixture.StartAnotherAsync();
        using var watch = await WatchAsync(host);
        var users = Enumerable.Range(0, 5).Select(_ => NewId()).ToList();

        // Transactions that begin early and commit late, several at once: the order of commits per user is all that counts.
        await Task.WhenAll(users.SelectMany(user => Enumerable.Range(0, 8).Select(i => WriteAsync(user, i % 2 == 0))));
        var changes = await ReadAsync(watch, 40, users);

        foreach (var user in users)
            Assert.Equal(Enumerable.Range(1, 8).Select(n => (long)n), changes.Where(c => c.Change.UserId == user.ToString()).Select(c => c.Change.Sequence));
        Assert.Equal(40, changes.Select(c => c.Change.EventId).Distinct().Count());
    }

    [Fact]
    public async Task Misses_nothing_of_a_transaction_that_commits_after_a_later_one()
    {
        await using var host = await fixture.StartAnotherAsync();
        using var watch = await WatchAsync(host);
        var (slow, quick) = (NewId(), NewId());
        await using var connection = await fixture.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertAsync(connection, slow);

        await WriteAsync(quick, early: false);
        await transaction.CommitAsync();

        var told = await ReadAsync(watch, 2, [slow, quick]);
        Assert.Equal(new[] { slow, quick }.Select(u => u.ToString()).Order(), told.Select(c => c.Change.UserId).Order());
    }

    [Fact]
    public async Task Goes_on_behind_a_token_on_another_host_without_a_gap_or_a_repetition()
    {
        var (user, seen) = (NewId(), new List<long>());
        var token = "";
        var first = await fixture.StartAnotherAsync();
        using (var watch = await WatchAsync(first))
        {
            for (var i = 0; i < 6; i++)
                await WriteAsync(user, early: false);
            foreach (var change in await ReadAsync(watch, 4, [user]))
            {
                seen.Add(change.Change.Sequence);
                token = change.ResumeToken;
            }
        }

        await first.DisposeAsync(); // the server goes; what happens meanwhile must not be missed
        await WriteAsync(user, early: false);
        await using var second = await fixture.StartAnotherAsync();
        using var again = await WatchAsync(second, token);
        seen.AddRange((await ReadAsync(again, 3, [user])).Select(c => c.Change.Sequence));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], seen);
    }

    [Fact]
    public async Task Ends_a_stream_as_unavailable_when_the_host_stops()
    {
        await using var host = await fixture.StartAnotherAsync();
        using var watch = await WatchAsync(host);

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task Sends_the_types_that_were_asked_for_alone()
    {
        await using var host = await fixture.StartAnotherAsync();
        using var watch = await WatchAsync(host, types: "user.status_changed.v1");
        var user = NewId();

        await WriteAsync(user, early: false);
        await WriteAsync(user, early: false, "user.status_changed.v1");

        Assert.Equal(2, Assert.Single(await ReadAsync(watch, 1, [user])).Change.Sequence);
    }

    [Fact]
    public async Task Refuses_a_token_that_is_none_and_one_that_is_too_old()
    {
        var caller = await fixture.CallerAsync(ServiceScopes.ReadUsers);
        var old = await fixture.Host.Services.GetRequiredService<IUserChanges>().TokenOfAsync(new ChangeMark(3, 1, fixture.Time.GetUtcNow() - TimeSpan.FromDays(14)), CancellationToken.None);

        foreach (var (token, code) in new[] { ("not a token", StatusCode.InvalidArgument), ("AAAA", StatusCode.InvalidArgument), (old, StatusCode.FailedPrecondition) })
        {
            using var call = fixture.Host.Users.WatchUsers(new WatchUsersRequest { ResumeToken = token }, caller);
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(code, failure.StatusCode);
        }
    }

    [Fact]
    public async Task Refuses_a_token_that_is_not_as_it_was_given()
    {
        await using var host = await fixture.StartAnotherAsync();
        using var watch = await WatchAsync(host);
        var token = watch.ResponseStream.Current.ResumeToken;
        using (await WatchAsync(host, token))
        {
            // as it is, it is good
        }

        var caller = await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers);
        foreach (var altered in Enumerable.Range(0, token.Length).Select(i => token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]).Append(token[..^1]).Append(token + "A").Append(token + "=").Append(" " + token))
        {
            using var call = host.Users.WatchUsers(new WatchUsersRequest { ResumeToken = altered }, caller);
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal((StatusCode.InvalidArgument, "resume_token"), (failure.StatusCode, Assert.Single(failure.Fields())));
        }
    }

    [Fact]
    public async Task Refuses_types_that_there_are_not_by_their_place()
    {
        using var call = fixture.Host.Users.WatchUsers(
            new WatchUsersRequest { EventTypes = { "user.registered.v1", "user.registred.v1", "user.erased.v1" } }, await fixture.CallerAsync(ServiceScopes.ReadUsers));

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal((StatusCode.InvalidArgument, "event_types[1]"), (failure.StatusCode, Assert.Single(failure.Fields())));
    }

    [Fact]
    public async Task Needs_the_scope_to_read_users()
    {
        using var call = fixture.Host.Users.WatchUsers(new WatchUsersRequest(), await fixture.CallerAsync(ServiceScopes.FindUsers));
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private static async Task<AsyncServerStreamingCall<WatchUsersResponse>> WatchAsync(RunningGrpcHost host, string token = "", params string[] types)
    {
        var request = new WatchUsersRequest { ResumeToken = token, EventTypes = { types } };
        var watch = host.Users.WatchUsers(request, await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers));
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None)); // the first answer is a token alone
        Assert.Null(watch.ResponseStream.Current.Change);
        Assert.NotEmpty(watch.ResponseStream.Current.ResumeToken);
        return watch;
    }

    private static async Task<IReadOnlyList<WatchUsersResponse>> ReadAsync(AsyncServerStreamingCall<WatchUsersResponse> watch, int count, IReadOnlyCollection<Guid> users)
    {
        using var patience = new CancellationTokenSource(Patience);
        var names = users.Select(u => u.ToString()).ToHashSet();
        var changes = new List<WatchUsersResponse>();
        while (changes.Count < count && await watch.ResponseStream.MoveNext(patience.Token))
        {
            if (watch.ResponseStream.Current.Change is { } change && names.Contains(change.UserId))
                changes.Add(watch.ResponseStream.Current);
        }

        return changes;
    }

    private async Task WriteAsync(Guid user, bool early, string type = "user.registered.v1")
    {
        await using var connection = await fixture.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (early)
        {
            // The transaction has its number now, and its turn at the user's counter perhaps much later.
            await using var number = new Npgsql.NpgsqlCommand("SELECT pg_current_xact_id()", connection);
            await number.ExecuteScalarAsync();
            await Task.Yield();
        }

        await InsertAsync(connection, user, type);
        await transaction.CommitAsync();
    }

    private static async Task InsertAsync(Npgsql.NpgsqlConnection connection, Guid user, string type = "user.registered.v1")
    {
        await using var insert = new Npgsql.NpgsqlCommand(
            "INSERT INTO outbox_messages (id, occurred_at, user_id, type, data, attempts, next_attempt_at) VALUES (gen_random_uuid(), now(), $1, $2, '{}', 0, now())", connection)
        {
            Parameters = { new() { Value = user }, new() { Value = type } },
        };
        await insert.ExecuteNonQueryAsync();
    }
}
