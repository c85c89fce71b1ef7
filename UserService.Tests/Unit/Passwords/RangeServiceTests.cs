using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using UserService.Core.Authentication.Passwords;

namespace UserService.Tests.Unit.Passwords;

/// <summary>Against a real HTTP server that speaks the range protocol.</summary>
public sealed class RangeServiceTests : IAsyncLifetime
{
    private const string Known = "correct horse battery"; // SHA-1 98DEC C62ECE399A22ED30D490EF333BE7FDE7385
    private readonly List<(string Path, string Padding)> _requests = [];
    private readonly TaskCompletionSource _release = new();
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private WebApplication? _server;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context =>
        {
            _requests.Add((context.Request.Path + context.Request.QueryString, context.Request.Headers["Add-Padding"].ToString()));
            return _answer(context);
        });
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task Refuses_what_the_service_has_seen_and_tells_it_five_digits()
    {
        _answer = context => context.Response.WriteAsync("0000000000000000000000000000000000A:3\r\nC62ECE399A22ED30D490EF333BE7FDE7385:41\r\n");
        Assert.Equal(PasswordViolations.Breached, Assert.Single(Assert.IsType<PasswordAssessment.Rejected>(await AssessAsync()).Violations).Code);
        Assert.Equal([("/range/98DEC", "true")], _requests);
    }

    [Fact]
    public async Task Padding_is_no_sighting()
    {
        _answer = context => context.Response.WriteAsync("C62ECE399A22ED30D490EF333BE7FDE7385:0\r\n");
        Assert.IsType<PasswordAssessment.Accepted>(await AssessAsync());
    }

    [Fact]
    public async Task Accepts_when_the_service_fails()
    {
        _answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        Assert.IsType<PasswordAssessment.Accepted>(await AssessAsync());
        Assert.Single(_requests);
    }

    [Fact]
    public async Task Accepts_when_the_service_is_silent()
    {
        _answer = _ => _release.Task;
        Assert.IsType<PasswordAssessment.Accepted>(await AssessAsync(timeout: "00:00:00.100"));
    }

    [Fact]
    public async Task Is_not_asked_unless_configured_nor_about_what_is_refused_anyway()
    {
        using var silent = new PasswordsHost();
        Assert.IsType<PasswordAssessment.Accepted>(await silent.Policy.AssessAsync(PasswordsHost.Password(Known), [], default));
        using var host = new PasswordsHost(("RangeApi:BaseUrl", Address));
        Assert.IsType<PasswordAssessment.Rejected>(await host.Policy.AssessAsync(PasswordsHost.Password("password123"), [], default));
        Assert.Empty(_requests);
    }

    private string Address => _server!.Urls.First();

    private async Task<PasswordAssessment> AssessAsync(string timeout = "00:00:20")
    {
        using var host = new PasswordsHost(("RangeApi:BaseUrl", Address), ("RangeApi:Timeout", timeout));
        return await host.Policy.AssessAsync(PasswordsHost.Password(Known), [], default);
    }
}
