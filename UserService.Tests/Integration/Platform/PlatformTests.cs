using Banking.Audit.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using UserService.Core.Platform;
using UserService.Sandbox;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Platform;

/// <summary>Calls to the platform's other services, which are there, slow, hanging, failing or away.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class PlatformTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Every_audit_entry_reaches_the_platform_in_order_also_with_two_workers_and_failures()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        await using var sandbox = await RunningSandbox.StartAsync(jwks: new Uri(stack.Address, "/.well-known/jwks.json"));
        sandbox.Faults.Set("audit", new Fault(FaultMode.Failing, Calls: 4));
        stack.Set("Platform:Audit:Address", sandbox.Address);
        await stack.StartWorkerAsync();
        await stack.StartWorkerAsync();
        await stack.CreateCustomerAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stack.RegisterAsync()));

        await UntilAsync(async () => await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries") == sandbox.Received.Of("audit").Count);

        Assert.Equal(await stack.QueryAsync<string>("SELECT string_agg(id::text, ',' ORDER BY xact, id) FROM audit_entries"), string.Join(',', sandbox.Received.Of("audit")));
    }

    [Fact]
    public async Task A_token_of_another_issuer_for_another_service_or_none_is_refused()
    {
        var stack = fixture.Stack;
        await using var sandbox = await RunningSandbox.StartAsync(jwks: new Uri(stack.Address, "/.well-known/jwks.json"));

        using var good = await ConnectAsync(sandbox, "audit-service");
        using var wrong = await ConnectAsync(sandbox, "kyc-service");

        Assert.Equal(1, (await AppendAsync(good)).Appended);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => AppendAsync(wrong))).StatusCode);
        var bare = await Assert.ThrowsAsync<RpcException>(async () => await new AuditLog.AuditLogClient(good.Invoker).AppendAsync(Request()));
        Assert.Equal(StatusCode.Unauthenticated, bare.StatusCode);
    }

    [Fact]
    public async Task A_service_that_could_not_be_reached_is_asked_again_within_the_deadline()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Faults.Set("audit", new Fault(FaultMode.Failing, Calls: 2));
        using var connection = await ConnectAsync(sandbox, "audit-service");

        Assert.Equal(1, (await AppendAsync(connection)).Appended);
    }

    [Fact]
    public async Task A_no_is_a_no_and_is_not_repeated()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Faults.Set("audit", new Fault(FaultMode.Rejecting, Calls: 1));
        using var connection = await ConnectAsync(sandbox, "audit-service");

        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => AppendAsync(connection))).StatusCode);
        Assert.Equal(1, (await AppendAsync(connection)).Appended);
    }

    [Fact]
    public async Task A_service_that_hangs_costs_its_deadline_a_few_times_and_then_nothing_until_it_is_back()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Faults.Set("audit", new Fault(FaultMode.Hanging));
        using var connection = await ConnectAsync(sandbox, "audit-service", deadline: 200);

        for (var i = 0; i < 5; i++)
            Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => AppendAsync(connection))).StatusCode);
        await Assert.ThrowsAsync<PlatformBusyException>(() => AppendAsync(connection)); // nothing is sent
        Assert.True(connection.IsLeftAlone);

        sandbox.Faults.Set("audit", new Fault(FaultMode.None));
        await UntilAsync(async () =>
        {
            try
            {
                return (await AppendAsync(connection)).Appended == 1;
            }
            catch (Exception e) when (e is PlatformBusyException or RpcException { StatusCode: StatusCode.DeadlineExceeded })
            {
                return false; // on a busy machine also what is back may take longer than its 0.2 s
            }
        });
        Assert.False(connection.IsLeftAlone);
    }

    [Fact]
    public async Task More_calls_at_once_than_are_allowed_are_refused_at_once()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Faults.Set("audit", new Fault(FaultMode.Hanging));
        var connection = await ConnectAsync(sandbox, "audit-service", deadline: 5_000, most: 2);
        Func<Task<AppendResponse>> append = async () => await AppendAsync(connection);
        var hanging = new[] { append(), append() };

        await Assert.ThrowsAsync<PlatformBusyException>(append);

        await sandbox.DisposeAsync();
        foreach (var call in hanging)
            await Assert.ThrowsAsync<RpcException>(() => call);
        connection.Dispose(); // not before: two calls are on it
    }

    [Fact]
    public async Task Messages_go_through_the_platform_which_reports_their_delivery_by_event()
    {
        await using var sandbox = await RunningSandbox.StartAsync(fixture.Servers.RabbitMq);
        await using var stack = await StartAsync(sandbox, "Notifications");

        var registration = await stack.RegisterAsync();
        var mail = await stack.ReadMailAsync(registration.Email, "registration_code");

        Assert.Equal([mail.Id.ToString()], sandbox.Received.Of("notification"));
        Assert.Equal($"platform/sandbox-{mail.Id:N}", await stack.QueryAsync<string>("SELECT provider || '/' || provider_message_id FROM notifications"));
        await UntilAsync(async () => await stack.QueryAsync<int>("SELECT count(*) FROM notifications WHERE delivery = 2") == 1);
    }

    [Fact]
    public async Task A_message_that_the_platform_could_not_take_is_sent_once_when_it_is_back()
    {
        await using var sandbox = await RunningSandbox.StartAsync(fixture.Servers.RabbitMq);
        sandbox.Faults.Set("notification", new Fault(FaultMode.Failing));
        await using var stack = await StartAsync(sandbox, "Notifications");
        var registration = await stack.RegisterAsync();
        await UntilAsync(async () => await stack.QueryAsync<int>("SELECT attempts FROM notifications") > 0);

        sandbox.Faults.Set("notification", new Fault(FaultMode.None));
        stack.Clock.Advance(TimeSpan.FromSeconds(30));

        await stack.ReadMailAsync(registration.Email, "registration_code");
        Assert.Single(sandbox.Received.Of("notification"));
        Assert.Equal(0, sandbox.Received.Repeated);
    }

    [Fact]
    public async Task A_service_that_is_away_degrades_readiness_and_takes_no_host_out_of_rotation()
    {
        var sandbox = await RunningSandbox.StartAsync();
        await using var stack = await StartAsync(sandbox, "Audit", withWorker: false);
        var worker = (WebApplication)await stack.StartWorkerAsync();
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null }; // no spans of probes, which another test must not find
        using var client = new HttpClient(handler) { BaseAddress = new Uri(worker.Urls.Single()) };
        await UntilAsync(async () =>
        {
            using var answer = await client.GetAsync("/healthz/ready"); // of checks that run for the first time, one may be late
            return (await answer.Content.ReadAsStringAsync()).Contains("\"name\":\"platform-audit\",\"status\":\"Healthy\"", StringComparison.Ordinal);
        });

        await sandbox.DisposeAsync();

        await UntilAsync(async () => (await client.GetStringAsync("/healthz/ready")).Contains("\"name\":\"platform-audit\",\"status\":\"Degraded\"", StringComparison.Ordinal));
    }

    private static AppendRequest Request() => new()
    {
        Source = "user-service", Entries = { new Entry { Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(), Action = "tests.done" } },
    };

    private static Task<AppendResponse> AppendAsync(PlatformConnection connection) =>
        connection.CallAsync(options => new AuditLog.AuditLogClient(connection.Invoker).AppendAsync(Request(), options), CancellationToken.None);

    private Task<PlatformConnection> ConnectAsync(RunningSandbox sandbox, string audience, int deadline = 5_000, int most = 64) =>
        fixture.Stack.UseAsync<PlatformTokens, PlatformConnection>(tokens => Task.FromResult(new PlatformConnection(
            new PlatformServiceOptions
            {
                Address = sandbox.Address, Audience = audience, Deadline = TimeSpan.FromMilliseconds(deadline), BreakDuration = TimeSpan.FromSeconds(5), MaxConcurrentCalls = most,
            },
            tokens, TimeProvider.System)));

    private Task<Stack> StartAsync(RunningSandbox sandbox, string service, bool withWorker = true) => fixture.StartAsync(new StackOptions
    {
        WithWorker = withWorker, Settings = new() { [$"Platform:{service}:Address"] = sandbox.Address },
    });

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }
}
