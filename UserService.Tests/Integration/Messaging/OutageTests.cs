using System.Diagnostics;
using UserService.DevHost.Servers;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Messaging;

/// <summary>What happens to events when the broker or the Worker dies. With a broker of its own, which it breaks.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class OutageTests(StackFixture fixture, OutageTests.Broker broker) : IClassFixture<StackFixture>, IClassFixture<OutageTests.Broker>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_registered_while_the_broker_is_down_is_told_when_it_is_back()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { RabbitMq = broker.ConnectionString });
        var before = await RegisterAsync(stack);
        await stack.Events.WaitForAsync("user.registered.v1", before);
        await stack.Events.DisposeAsync(); // its connection would die with the broker

        await broker.Server.StopAsync();
        var during = new List<Guid>();
        for (var i = 0; i < 5; i++)
            during.Add(await RegisterAsync(stack));
        Assert.Equal(5, await stack.QueryAsync<int>("SELECT count(*) FROM outbox_messages WHERE sent_at IS NULL"));
        await broker.Server.StartAgainAsync(CancellationToken.None);

        await using var queue = await EventQueue.BindAsync(broker.ConnectionString);
        foreach (var userId in during)
        {
            // What went out before this queue was bound again waits where unrouted events wait.
            await WaitAsync(async () => await stack.QueryAsync<int>("SELECT count(*) FROM outbox_messages WHERE user_id = $1 AND sent_at IS NOT NULL", userId) == 1);
        }

        var delivered = queue.All().Concat(await broker.DrainUnroutedAsync()).Where(e => e.Type == "user.registered.v1").Select(e => Guid.Parse(e.Subject)).ToList();
        Assert.Empty(during.Except(delivered));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT sum(attempts) FROM outbox_messages")); // an absent broker is no fault of the event
    }

    [Fact]
    public async Task An_event_survives_the_kill_of_the_Worker_between_commit_and_publication()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { RabbitMq = broker.ConnectionString, WithWorker = false });
        using var first = await StartWorkerProcessAsync(stack);
        await stack.Events.WaitForAsync("user.registered.v1", await RegisterAsync(stack)); // it works

        // The broker takes no byte any more: the Worker claims the event, publishes, and waits for a confirm that does not come.
        await broker.Server.PauseAsync();
        var userId = await RegisterAsync(stack);
        await WaitAsync(async () => await stack.QueryAsync<int>("SELECT count(*) FROM pg_locks WHERE relation = 'outbox_shards'::regclass AND mode = 'RowShareLock' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") > 0);
        first.Kill(entireProcessTree: true); // SIGKILL
        await first.WaitForExitAsync();
        await broker.Server.ResumeAsync();
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM outbox_messages WHERE user_id = $1 AND sent_at IS NULL", userId));

        using var second = await StartWorkerProcessAsync(stack);

        var registered = await stack.Events.WaitForAsync("user.registered.v1", userId);
        await WaitAsync(async () => await stack.QueryAsync<int>("SELECT count(*) FROM outbox_messages WHERE sent_at IS NULL") == 0);
        Assert.Single(stack.Events.Of(userId).Select(e => e.Id).Distinct()); // perhaps delivered twice, but as the same event
        Assert.Equal(1, registered.Sequence);
        second.Kill(entireProcessTree: true);
        await second.WaitForExitAsync();
    }

    private static async Task<Guid> RegisterAsync(Stack stack) =>
        await stack.QueryAsync<Guid>("SELECT id FROM users WHERE email = $1", (await stack.RegisterAsync()).Email);

    private static async Task<Process> StartWorkerProcessAsync(Stack stack)
    {
        var program = typeof(UserService.Worker.WorkerHost).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(program) };
        foreach (var (name, value) in stack.WorkerEnvironment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Application started", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(); // a full pipe would stop it
                return process;
            }
        }

        throw new InvalidOperationException("The Worker did not start.");
    }

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }

    public sealed class Broker : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new("broker");

        public RabbitMqServer Server { get; private set; } = null!;

        public string ConnectionString => Server.ConnectionString;

        public async Task InitializeAsync() =>
            Server = await RabbitMqServer.StartAsync(new ServerOptions(Path.Combine(folder.Path, "rabbitmq"), Durable: false), CancellationToken.None);

        /// <summary>What no queue was bound for.</summary>
        public Task<IReadOnlyList<ReceivedEvent>> DrainUnroutedAsync() => EventQueue.DrainUnroutedAsync(ConnectionString);

        public async Task DisposeAsync()
        {
            await Server.KillAsync();
            await Server.DisposeAsync();
            folder.Dispose();
        }
    }
}
