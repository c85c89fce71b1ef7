using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Audit;
using UserService.Core.Messaging.Inbox;
using UserService.Core.Messaging.DeadLetters;
using UserService.Core.Notifications.Reports;
using UserService.Core.Persistence;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Messaging;

/// <summary>What comes in from other services: copies, other orders, failures and rubbish.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class InboxTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Exchange = "tests.events";
    private const string Noted = "SELECT count(*) FROM inbox_messages WHERE event_id = $1";
    private static readonly Actor Operator = new("staff", "ops-1", null, null, null);

    [Fact]
    public async Task An_event_that_comes_many_times_to_two_workers_takes_effect_once()
    {
        var plan = new Plan();
        await using var stack = await StartAsync(plan);
        await stack.StartWorkerAsync();
        await using var other = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq, stack.InboxQueue);
        var (id, mark) = (Id(), Id());
        var copy = ForeignEvents.Envelope(TestType, new { mark }, id);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => other.PublishAsync(Exchange, TestType, copy)));
        await SettledAsync(stack, other);

        Assert.Equal(1, await EffectsAsync(stack, mark));
        Assert.Equal(1, await stack.QueryAsync<int>(Noted, id));
    }

    [Fact]
    public async Task The_same_id_of_another_sender_is_another_event()
    {
        var plan = new Plan();
        await using var stack = await StartAsync(plan);
        await using var other = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq, stack.InboxQueue);
        var (id, mark) = (Id(), Id());

        await other.PublishAsync(Exchange, TestType, ForeignEvents.Envelope(TestType, new { mark }, id, "/one"));
        await other.PublishAsync(Exchange, TestType, ForeignEvents.Envelope(TestType, new { mark }, id, "/two"));

        await UntilAsync(async () => await EffectsAsync(stack, mark) == 2);
    }

    [Fact]
    public async Task An_event_whose_handler_fails_comes_again_and_leaves_nothing_of_the_failures()
    {
        var plan = new Plan { FailFirst = 3 };
        await using var stack = await StartAsync(plan);
        await using var other = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq, stack.InboxQueue);
        var mark = Id();

        await other.PublishAsync(Exchange, TestType, ForeignEvents.Envelope(TestType, new { mark }));
        await UntilAsync(async () => await EffectsAsync(stack, mark) == 1);

        Assert.Equal(4, plan.AttemptsAt(mark));
        Assert.Empty((await LettersAsync(stack)).Items);
    }

    [Fact]
    public async Task A_poisonous_event_becomes_a_dead_letter_with_its_reason_and_stops_nobody()
    {
        var plan = new Plan { FailFirst = int.MaxValue, Only = "poison" };
        await using var stack = await StartAsync(plan);
        await using var other = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq, stack.InboxQueue);
        var (id, good) = (Id(), Id());

        await other.PublishAsync(Exchange, TestType, ForeignEvents.Envelope(TestType, new { mark = "poison" }, id));
        await other.PublishAsync(Exchange, TestType, ForeignEvents.Envelope(TestType, new { mark = good }));
        await UntilAsync(async () => await EffectsAsync(stack, good) == 1);
        var letter = await OneLetterAsync(stack);

        Assert.Equal((true, Exchange, TestType, id, nameof(NotSupportedException), 5), (letter.Incoming, letter.Origin, letter.Type, letter.EventId, letter.Reason, letter.Attempts));
        Assert.Equal(5, plan.AttemptsAt("poison"));
        Assert.Equal(0, await EffectsAsync(stack, "poison"));
        Assert.Equal(0, await stack.QueryAsync<int>(Noted, id));
        Assert.DoesNotContain("poison", await stack.QueryAsync<string>("SELECT encode(body_protected, 'escape') FROM dead_letters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_letter_that_is_replayed_is_handled_once_and_leaves_the_list()
    {
        const string mark = "replayed";
        await using var stack = await StartAsync(new Plan { FailFirst = 5, Only = mark });
        await using var other = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq, stack.InboxQueue);
        await other.PublishAsync(Exchange, TestType, ForeignEvents.Envelope(TestType, new { mark }));
        var letter = await OneLetterAsync(stack);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stack.UseAsync<IDeadLetters, bool>(l => l.ReplayAsync(letter.Id, Operator, "handler mended", CancellationToken.None))));
        await UntilAsync(async () => await EffectsAsync(stack, mark) == 1);
        await SettledAsync(stack, other);

        Assert.Single(answers, replayed => replayed);
        Assert.Equal(1, await EffectsAsync(stack, mark));
        Assert.Empty((await LettersAsync(stack)).Items);
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE action = 'messaging.dead_letter_replayed' AND actor_id = 'ops-1'"));
    }

    [Theory]
    [InlineData("not json at all", "no_cloud_event")]
    [InlineData("{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"tests.thing_happened.v1\",\"data\":{}}", "no_cloud_event")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"\\u0000\",\"source\":\"/x\",\"type\":\"tests.thing_happened.v1\",\"data\":{}}", "no_cloud_event")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"tests.other.v9\",\"data\":{}}", "unknown_type")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"tests.thing_happened.v1\",\"data\":{\"mark\":7}}", "unreadable_data")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"tests.thing_happened.v1\",\"data\":null}", "unreadable_data")]
    public async Task Rubbish_is_set_aside_at_once_and_can_be_discarded(string body, string reason)
    {
        await using var stack = await StartAsync(new Plan());
        await using var other = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq, stack.InboxQueue);

        await other.PublishAsync(Exchange, TestType, body);
        var letter = await OneLetterAsync(stack);

        Assert.Equal((reason, 1, body.Length), (letter.Reason, letter.Attempts, letter.Bytes));
        Assert.True(await stack.UseAsync<IDeadLetters, bool>(l => l.DiscardAsync(letter.Id, Operator, "rubbish", CancellationToken.None)));
        Assert.False(await stack.UseAsync<IDeadLetters, bool>(l => l.ReplayAsync(letter.Id, Operator, null, CancellationToken.None)));
        Assert.Empty((await LettersAsync(stack)).Items);
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT length(body_protected) FROM dead_letters"));
    }

    [Fact]
    public async Task An_event_of_ours_that_was_given_up_is_listed_and_goes_out_when_it_is_replayed()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false });
        var userId = await stack.QueryAsync<Guid>("SELECT id FROM users WHERE email = $1", (await stack.RegisterAsync()).Email);
        await stack.ExecuteAsync("UPDATE outbox_messages SET abandoned_at = now(), attempts = 10, last_error = 'PublishException'");
        await stack.StartWorkerAsync();
        var letter = await OneLetterAsync(stack);
        Assert.Equal((false, "user.events", "user.registered.v1", userId.ToString(), "PublishException"), (letter.Incoming, letter.Origin, letter.Type, letter.Subject, letter.Reason));

        Assert.True(await stack.UseAsync<IDeadLetters, bool>(l => l.ReplayAsync(letter.Id, Operator, null, CancellationToken.None)));

        var told = await stack.Events.WaitForAsync("user.registered.v1", userId);
        Assert.Equal(letter.EventId, told.Id);
        await UntilAsync(async () => (await LettersAsync(stack)).Items.Count == 0);
    }

    [Fact]
    public async Task Dead_letters_are_listed_page_by_page_the_newest_first()
    {
        await using var stack = await StartAsync(new Plan());
        await using var other = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq, stack.InboxQueue);
        for (var i = 0; i < 5; i++)
            await other.PublishAsync(Exchange, TestType, $"rubbish {i}");
        await UntilAsync(async () => (await LettersAsync(stack)).Items.Count == 5);

        var seen = new List<Guid>();
        for (Guid? next = null; ;)
        {
            var page = await stack.UseAsync<IDeadLetters, DeadLetterPage>(l => l.ListAsync(next, 2, CancellationToken.None));
            seen.AddRange(page.Items.Select(i => i.Id));
            if ((next = page.Next) is null)
                break;
        }

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(seen.OrderDescending(), seen);
    }

    [Fact]
    public async Task Delivery_reports_change_a_message_once_and_in_any_order()
    {
        var stack = fixture.Stack;
        var customer = await stack.CreateCustomerAsync();
        var notificationId = await stack.QueryAsync<Guid>("SELECT id FROM notifications WHERE user_id = $1", customer.Id);
        await using var other = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq, stack.InboxQueue);

        foreach (var status in new[] { "delivered", "accepted", "delivered", "failed", "accepted" })
            await other.PublishAsync(PlatformReports.Exchange, PlatformReports.Type, ForeignEvents.Envelope(PlatformReports.Type, new { notificationId, status, error = status == "failed" ? "bounced" : null }));

        await UntilAsync(async () => await stack.QueryAsync<int>("SELECT count(*) FROM notifications WHERE id = $1 AND delivery = 3 AND delivery_error = 'bounced'", notificationId) == 1);
    }

    [Fact]
    public async Task A_queue_of_that_name_that_is_different_is_named_with_the_remedy_and_stops_no_publishing()
    {
        var queue = $"clash-{Id()}";
        await using var other = await ForeignEvents.ConnectAsync(fixture.Servers.RabbitMq);
        await other.DeclareQueueAsync(queue, new() { ["x-queue-type"] = "classic" });
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Inbox:Queue"] = queue } });

        await UntilAsync(() => Task.FromResult(stack.Logs.Lines.Any(l => l.Contains($"'{queue}' exists on the broker with other properties", StringComparison.Ordinal) && l.Contains("Remedy:", StringComparison.Ordinal))));

        var customer = await stack.CreateCustomerAsync();
        await stack.Events.WaitForAsync("user.registered.v1", customer.Id);
        await other.DeleteQueueAsync(queue);
    }

    private const string TestType = "tests.thing_happened.v1";

    private static string Id() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    private static Task<int> EffectsAsync(Stack stack, string mark) => stack.QueryAsync<int>("SELECT count(*) FROM audit_entries WHERE reason = $1", mark);

    private static Task<DeadLetterPage> LettersAsync(Stack stack) => stack.UseAsync<IDeadLetters, DeadLetterPage>(l => l.ListAsync(null, 100, CancellationToken.None));

    private static async Task<DeadLetterView> OneLetterAsync(Stack stack)
    {
        await UntilAsync(async () => (await LettersAsync(stack)).Items.Count > 0);
        return Assert.Single((await LettersAsync(stack)).Items);
    }

    /// <summary>Nothing waits in the inbox, and what its consumers held has been acknowledged.</summary>
    private static async Task SettledAsync(Stack stack, ForeignEvents other)
    {
        await UntilAsync(async () => await other.CountAsync(stack.InboxQueue) == 0);
        var last = Id();
        await other.PublishAsync(Exchange, TestType, ForeignEvents.Envelope(TestType, new { mark = last }));
        await UntilAsync(async () => await EffectsAsync(stack, last) == 1);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }

    private Task<Stack> StartAsync(Plan plan) => fixture.StartAsync(new StackOptions
    {
        Configure = builder =>
        {
            builder.Services.AddSingleton(plan);
            builder.Services.AddEventHandler<ThingHappened, Handler>(Exchange, TestType, TestJson.Default.ThingHappened);
        },
    });

    /// <summary>When the handler fails.</summary>
    private sealed class Plan
    {
        private readonly ConcurrentDictionary<string, int> attempts = new();

        public int FailFirst { get; init; }

        public string? Only { get; init; }

        public int AttemptsAt(string mark) => attempts.GetValueOrDefault(mark);

        public void Attempt(string mark)
        {
            var attempt = attempts.AddOrUpdate(mark, 1, static (_, n) => n + 1);
            if (attempt <= FailFirst && (Only ?? mark) == mark)
                throw new NotSupportedException("Not this time.");
        }
    }

    /// <summary>Writes before it fails, so that what a failure leaves behind would show.</summary>
    private sealed class Handler(UserDbContext db, Plan plan, TimeProvider time) : IEventHandler<ThingHappened>
    {
        public async Task HandleAsync(IncomingEvent incoming, ThingHappened data, CancellationToken ct)
        {
            db.AuditEntries.Add(AuditEntry.Of("tests.thing_happened", subject: null, Actor.System, data.Mark, time.GetUtcNow()));
            await db.SaveChangesAsync(ct);
            plan.Attempt(data.Mark);
        }
    }
}

internal sealed record ThingHappened(string Mark);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ThingHappened))]
internal sealed partial class TestJson : JsonSerializerContext;
