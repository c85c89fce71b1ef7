using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using UserService.Core.Partners;

namespace UserService.Core.Notifications.Senders;

/// <summary>
/// How providers of messages are called: bounded in time and number, left alone while they fail. Nothing is repeated here: the message's own
/// retries do that, with another provider first where there is one.
/// </summary>
internal static class ProviderHttp
{
    public static IServiceCollection AddProviderClient(this IServiceCollection services, string name, Func<IServiceProvider, ProviderOptions> options)
    {
        services.AddHttpClient(name, (provider, client) =>
        {
            client.BaseAddress = new Uri(options(provider).BaseUrl);
            client.Timeout = System.Threading.Timeout.InfiniteTimeSpan; // the pipeline has its own
            client.MaxResponseContentBufferSize = 256 * 1024;
            client.DefaultRequestHeaders.UserAgent.ParseAdd("user-service/1");
        })
            .RemoveAllLoggers() // addresses are part of what they would write
            .WithoutDefaultResilience()
            .AddResilienceHandler("provider", (pipeline, context) => Build(pipeline, options(context.ServiceProvider)));
        return services;
    }

    private static void Build(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ProviderOptions options) => pipeline
        .AddConcurrencyLimiter(options.MaxConcurrentCalls, queueLimit: 0)
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            // Half of at least five within half a minute.
            FailureRatio = 0.5,
            MinimumThroughput = 5,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = options.BreakDuration,
            ShouldHandle = static args => ValueTask.FromResult(
                args.Outcome.Exception is HttpRequestException or TimeoutRejectedException || args.Outcome.Result is { } response && (int)response.StatusCode is (429 or >= 500)),
        })
        .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout });
}
