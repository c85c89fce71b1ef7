using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Banking.Users.V1;
using Grpc.Core;
using RabbitMQ.Client;
using StackExchange.Redis;
using UserService.Core.Audit;
using UserService.Core.Audit.Sealing;
using UserService.Core.Authentication.Clients;
using UserService.Core.Messaging;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Privacy.Holds;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Api;
using UserService.Tests.Integration.Grpc;

namespace UserService.Tests.Integration.Privacy;

/// <summary>Erasure: scheduled, thought over, held where the law says so, and then complete.</summary>
[Collection(ServersCollection.Name)]
public sealed class ErasureTests(StackFixture fixture) : IClassFixture<StackFixture>, IAsyncLifetime
{
    private static readonly Actor Officer = new("staff", "01a20b8e-e97c-7890-b037-05704f351671", "192.0.2.1", null, null);
    private readonly TemporaryFolder folder = new("erasure");
    private Stack stack = null!;

    public async Task InitializeAsync() => stack = await fixture.StartAsync(new StackOptions
    {
        Settings = new(Canaries.Settings) { ["Privacy:PollInterval"] = "00:00:00.2", ["Storage:Local:Folder"] = folder.Path },
    });

    public async Task DisposeAsync()
    {
        await stack.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Is_scheduled_told_and_can_be_cancelled_until_it_is_due()
    {
        var customer = await stack.CreateCustomerAsync();

        using var asked = await customer.Client.PostAsync("/v1/data/erasure", content: null);
        using var twice = await customer.Client.PostAsync("/v1/data/erasure", content: null);
        using var cancelled = await customer.Client.DeleteAsync("/v1/data/erasure");
        using var again = await customer.Client.DeleteAsync("/v1/data/erasure");

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var erasure = await asked.ReadJsonAsync();
        erasure.ShouldHaveExactly("id:uuid", "state:string", "requestedAt:time", "dueAt:time", "explanation:null");
        Assert.Equal(TimeSpan.FromDays(14), erasure.GetProperty("dueAt").GetDateTimeOffset() - erasure.GetProperty("requestedAt").GetDateTimeOffset());
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "erasure_scheduled");
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        await stack.ReadMailAsync(customer.Email, "erasure_scheduled");
        await stack.ReadMailAsync(customer.Email, "erasure_cancelled");
        var shown = await (await customer.Client.GetAsync("/v1/data/erasure")).ReadJsonAsync();
        Assert.Equal("cancelled", shown.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Leaves_nothing_of_the_customer_in_database_cache_broker_files_or_logs()
    {
        var planted = await Canaries.PlantAsync(stack, fixture.Servers.RabbitMq);
        var customer = planted.Customer;
        var copy = await ExportTests.ReadCopyAsync(customer, await ExportTests.AskAsync(stack, customer));
        Assert.Equal(planted.Hers.Order(StringComparer.Ordinal), planted.Protected.Where(word => copy.Contains(word, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)); // all that is hers, no secret, no words of others
        await ExportTests.AskAsync(stack, customer, await stack.ReadMailAsync(customer.Email, "data_export_ready")); // one more, which is never fetched
        await AskOverGrpcAsync(customer);
        (await customer.Client.PostAsync("/v1/data/erasure", content: null)).Dispose();
        await stack.ReadMailAsync(customer.Email, "erasure_scheduled");
        Assert.True(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length > 5);
        Assert.NotEmpty((await DumpAsync()).Canaries(planted.All));
        var entries = await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1", customer.Id);

        stack.Clock.Advance(TimeSpan.FromDays(14) + TimeSpan.FromMinutes(1));
        await stack.Events.WaitForAsync("user.erased.v1", customer.Id);
        await stack.UseWorkerAsync<UserService.Core.Privacy.Retention.RetentionWork, int>(work => work.RunAsync(CancellationToken.None)); // what Development keeps of messages to addresses that were never hers

        Assert.Empty((await DumpAsync()).Canaries(planted.All));
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.Empty((await RedisAsync()).Canaries(planted.All));
        Assert.Empty((await RabbitAsync()).Canaries(planted.All));
        Assert.Empty(string.Join('\n', stack.Logs.Lines).Canaries(planted.All));
        Assert.Empty(string.Join('\n', stack.Events.Of(customer.Id).Select(e => e.Text)).Canaries(planted.All));
        await stack.UseAsync((AuditSealer sealer) => sealer.SealAsync(CancellationToken.None));
        var report = await stack.UseAsync<IAuditVerifier, AuditReport>(verifier => verifier.VerifyAsync(expectedHead: null, CancellationToken.None));
        Assert.Empty(report.Faults);
        Assert.True(report.Entries > entries);
        Assert.True(await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1", customer.Id) > entries);
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM dead_letters WHERE subject = $1", customer.Id.ToString())); // unreadable or not
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM partner_events WHERE length(body_protected) > 0"));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM data_keys WHERE subject_id = $1", customer.Id));
        Assert.Equal("Erased", await stack.QueryAsync<string>("SELECT status FROM users WHERE id = $1", customer.Id));
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'privacy.erased'", customer.Id));
        Assert.Equal("Completed", await stack.QueryAsync<string>("SELECT state FROM erasures WHERE user_id = $1", customer.Id));
        using var login = await customer.LoginAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, login.StatusCode);
        using var refresh = await customer.RefreshAsync();
        Assert.True(refresh.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{refresh.StatusCode}");
        var second = await stack.CreateCustomerAsync(customer.Email); // the address is free again
        Assert.NotEqual(customer.Id, second.Id);
    }

    [Fact]
    public async Task A_customer_without_an_address_gets_her_copy_and_leaves_nothing_either()
    {
        var customer = await stack.CreateCustomerByPhoneAsync();
        await ContactChangeTests.ChangeEmailAsync(stack, customer, Stack.NewAddress());
        await stack.PostTokenAsync("/v1/auth/contact-changes/undo", await stack.ReadMailAsync(customer.Contact, "contact_added")); // an address that came and went
        var again = await customer.SignInAnewAsync(stack);
        var copy = await ExportTests.ReadCopyAsync(again, await ExportTests.AskAsync(stack, again));
        Assert.Contains(customer.Contact, copy, StringComparison.Ordinal);
        using var asked = await again.Client.PostAsync("/v1/data/erasure", content: null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await stack.ReadMailAsync(customer.Contact, "erasure_scheduled");
        Assert.NotEmpty((await DumpAsync()).Canaries([customer.Contact]));

        stack.Clock.Advance(TimeSpan.FromDays(14) + TimeSpan.FromMinutes(1));
        await stack.Events.WaitForAsync("user.erased.v1", customer.Id);

        Assert.Empty((await DumpAsync()).Canaries([customer.Contact]));
        Assert.Empty(string.Join('\n', stack.Logs.Lines).Canaries([customer.Contact]));
        Assert.Empty(string.Join('\n', stack.Events.Of(customer.Id).Select(e => e.Text)).Canaries([customer.Contact]));
        using var login = await customer.LoginAsync();
        await login.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.NotEqual(customer.Id, (await stack.CreateCustomerByPhoneAsync(customer.Contact)).Id); // the number is free again
    }

    [Fact]
    public async Task A_legal_hold_refuses_a_new_erasure_and_says_so()
    {
        var customer = await stack.CreateCustomerAsync();
        await PlaceHoldAsync(customer);

        using var asked = await customer.Client.PostAsync("/v1/data/erasure", content: null);

        var problem = await asked.ShouldBeProblemAsync(HttpStatusCode.Conflict, "legal_hold");
        Assert.DoesNotContain("court", problem.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'privacy.legal_hold_placed' AND actor_id = $2", customer.Id, Officer.Id!));
    }

    [Fact]
    public async Task A_legal_hold_stops_a_scheduled_erasure_until_it_is_released()
    {
        var customer = await stack.CreateCustomerAsync();
        (await customer.Client.PostAsync("/v1/data/erasure", content: null)).Dispose();
        var hold = await PlaceHoldAsync(customer);
        var shown = await (await customer.Client.GetAsync("/v1/data/erasure")).ReadJsonAsync();
        Assert.Equal("on_hold", shown.GetProperty("state").GetString());
        Assert.NotEmpty(shown.GetProperty("explanation").GetString()!);

        stack.Clock.Advance(TimeSpan.FromDays(15));
        Assert.False(await stack.UseWorkerAsync<UserService.Core.Privacy.Erasures.ErasureWork, bool>(work => work.DoOneAsync(CancellationToken.None)));
        Assert.Equal("Active", await stack.QueryAsync<string>("SELECT status FROM users WHERE id = $1", customer.Id));

        Assert.True(await stack.UseAsync<ILegalHoldService, bool>(holds => holds.ReleaseAsync(customer.Id, hold, "closed", Officer, default)));
        await stack.Events.WaitForAsync("user.erased.v1", customer.Id);
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_erased_and_afterwards_everything()
    {
        var customer = await stack.CreateCustomerAsync();
        using var picture = new ByteArrayContent(Pictures.Photograph("x", 100, 100)) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        (await customer.Client.PutAsync("/v1/profile/avatar", picture)).Dispose();
        (await customer.Client.PostAsync("/v1/data/erasure", content: null)).Dispose();
        var away = folder.Path + "-away";
        Directory.Move(folder.Path, away);
        await File.WriteAllTextAsync(folder.Path, "no folder");
        stack.Clock.Advance(TimeSpan.FromDays(15));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!stack.Logs.Lines.Any(line => line.Contains("could not be carried out", StringComparison.Ordinal)))
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        Assert.Equal("Active", await stack.QueryAsync<string>("SELECT status FROM users WHERE id = $1", customer.Id));
        File.Delete(folder.Path);
        Directory.Move(away, folder.Path);

        stack.Clock.Advance(TimeSpan.FromMinutes(6)); // a failed attempt's lease
        await stack.Events.WaitForAsync("user.erased.v1", customer.Id);
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_erasure_needs_a_recent_second_factor_and_a_customer()
    {
        var customer = await stack.CreateCustomerAsync();
        stack.Clock.Advance(TimeSpan.FromMinutes(16));
        using var refreshed = await customer.RefreshAsync();
        using var stale = stack.NewClient((await refreshed.ReadJsonAsync()).GetProperty("accessToken").GetString());

        await (await stale.PostAsync("/v1/data/erasure", content: null)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient_user_authentication");
        await (await stale.PostAsync("/v1/data/export", content: null)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient_user_authentication");
        await (await stack.Client.PostAsync("/v1/data/erasure", content: null)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        await (await stack.Client.PostAsJsonAsync("/v1/data/export/download", new { token = "x" })).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
    }

    /// <summary>What services ask about her, also in ways that fail: the host's logs are the stack's.</summary>
    private async Task AskOverGrpcAsync(Customer customer)
    {
        await using var host = await RunningGrpcHost.StartAsync(new GrpcHostSettings(stack.Configuration["ConnectionStrings:userdb"]!, fixture.Servers.Redis)
        {
            Environment = "Development", Time = stack.Clock, Logs = stack.Logs, More = new(stack.Configuration) { ["Logging:LogLevel:Microsoft.AspNetCore"] = "Debug" },
        });
        var caller = await GrpcFixture.CallerAsync(host, ServiceScopes.FindUsers, ServiceScopes.ReadUsers, ServiceScopes.ReadProfiles, ServiceScopes.ValidateTokens);
        var id = (await host.Users.FindUserAsync(new FindUserRequest { Email = customer.Email }, caller)).User.UserId;
        Assert.True((await host.Auth.ValidateTokenAsync(new ValidateTokenRequest { Token = customer.AccessToken }, caller)).Active);
        Assert.NotEmpty((await host.Profiles.GetProfileAsync(new GetProfileRequest { UserId = id }, caller)).Profile.FirstName);
        await host.Profiles.GetContactPointsAsync(new GetContactPointsRequest { UserId = id }, caller);
        await host.Users.FindUserAsync(new FindUserRequest { Email = customer.Email + "@" }, caller).FailsAsync(StatusCode.InvalidArgument);
        await host.Users.GetUserAsync(new GetUserRequest { UserId = customer.Email }, caller).FailsAsync(StatusCode.InvalidArgument);
        Assert.False((await host.Auth.ValidateTokenAsync(new ValidateTokenRequest { Token = customer.AccessToken + "x" }, caller)).Active);
        Assert.Contains(stack.Logs.Lines, line => line.Contains("/banking.users.v1.Profiles/GetProfile", StringComparison.Ordinal));
    }

    private Task<Guid> PlaceHoldAsync(Customer customer) =>
        stack.UseAsync<ILegalHoldService, Guid>(async holds => (await holds.PlaceAsync(customer.Id, "court order 7/2026", Officer, default))!.Id);

    private Task<string> DumpAsync() => DatabaseDump.TakeAsync(stack.WorkerEnvironment["ConnectionStrings__userdb"]);

    /// <summary>What lies in this stack's queues and among the events that nobody has taken. It stays there: what is not acknowledged comes back.</summary>
    private async Task<string> RabbitAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(fixture.Servers.RabbitMq) }.CreateConnectionAsync("tests");
        await using var channel = await connection.CreateChannelAsync();
        var queues = await stack.UseWorkerAsync<InboxTopology, string[]>(topology =>
            Task.FromResult<string[]>([topology.Inbox, topology.Dead, .. Enumerable.Range(1, 4).Select(topology.Retry), Topology.Unrouted]));
        var all = new StringBuilder();
        foreach (var queue in queues)
        {
            while (await channel.BasicGetAsync(queue, autoAck: false) is { } message)
                all.AppendLine(Encoding.UTF8.GetString(message.Body.Span)).AppendJoin('\n', message.BasicProperties.Headers?.Values.OfType<byte[]>().Select(Encoding.UTF8.GetString) ?? []);
        }

        return all.ToString();
    }

    private async Task<string> RedisAsync()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(fixture.Servers.Redis);
        var database = redis.GetDatabase();
        var all = new List<string>();
        foreach (var key in redis.GetServers()[0].Keys(pageSize: 1000))
        {
            all.Add(key.ToString());
            if (await database.KeyDumpAsync(key) is { } value)
                all.Add(System.Text.Encoding.Latin1.GetString(value));
        }

        return string.Join('\n', all);
    }
}
