using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Messaging;

[Collection(OtherServersCollection.Name)]
public sealed class NotificationTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task A_message_that_the_provider_refuses_is_sent_again_later_and_once()
    {
        await using var smtp = new SmtpServer(refusals: 2);
        await using var stack = await StartAsync(smtp);
        var registration = await stack.RegisterAsync();
        await WaitAsync(() => smtp.Refused == 1);
        Assert.Empty(smtp.Messages);
        stack.Clock.Advance(TimeSpan.FromSeconds(3)); // the first wait is 2 s
        await WaitAsync(() => smtp.Refused == 2);
        stack.Clock.Advance(TimeSpan.FromSeconds(5)); // the second 4 s

        var mail = await stack.ReadMailAsync(registration.Email, "registration_code");

        var message = Assert.Single(smtp.Messages);
        Assert.Contains(mail.Code!, message, StringComparison.Ordinal);
        Assert.Contains(registration.Email, message, StringComparison.Ordinal);
        Assert.Equal("Sent", await stack.QueryAsync<string>("SELECT status FROM notifications"));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT length(content_protected) FROM notifications"));
        Assert.Equal(3, await stack.QueryAsync<int>("SELECT attempts FROM notifications"));
    }

    [Fact]
    public async Task A_code_that_has_expired_meanwhile_is_not_sent_any_more()
    {
        await using var smtp = new SmtpServer(refusals: 1);
        await using var stack = await StartAsync(smtp);
        await stack.RegisterAsync();
        await WaitAsync(() => smtp.Refused == 1);

        stack.Clock.Advance(TimeSpan.FromMinutes(10));

        await WaitAsync(async () => await stack.QueryAsync<string>("SELECT status FROM notifications") == "Abandoned");
        Assert.Empty(smtp.Messages);
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT length(content_protected) FROM notifications"));
    }

    [Fact]
    public async Task Two_workers_send_each_message_once()
    {
        await using var smtp = new SmtpServer(refusals: 0);
        await using var stack = await StartAsync(smtp);
        await stack.StartWorkerAsync();
        var registrations = new List<Registration>();
        for (var i = 0; i < 10; i++)
            registrations.Add(await stack.RegisterAsync());

        foreach (var registration in registrations)
            await stack.ReadMailAsync(registration.Email, "registration_code");

        Assert.Equal(10, smtp.Messages.Count);
    }

    private Task<Stack> StartAsync(SmtpServer smtp) => fixture.StartAsync(new StackOptions
    {
        Settings = new() { ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = $"{smtp.Port}" },
    });

    private static Task WaitAsync(Func<bool> condition) => WaitAsync(() => Task.FromResult(condition()));

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }
}
