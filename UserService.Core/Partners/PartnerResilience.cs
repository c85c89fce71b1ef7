using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace UserService.Core.Partners;

/// <summary>How partners are called: bounded in time and in number, repeated only where that is safe, left alone while they are down.</summary>
internal static class PartnerResilience
{
    private const int MostAnswerBytes = 4 * 1024 * 1024; // the longest, a country's list of banks, has some 100 KiB

    /// <param name="limits">Read when the client is made, so that configuration of the host counts.</param>
    public static IHttpClientBuilder AddPartner<TClient>(this IServiceCollection services, string name, Func<IServiceProvider, PartnerOptions> limits)
        where TClient : class
    {
        var builder = services.AddHttpClient<TClient>(name, (provider, client) =>
        {
            client.BaseAddress = new Uri(limits(provider).BaseUrl);
            client.MaxResponseContentBufferSize = MostAnswerBytes;
            client.Timeout = Timeout.InfiniteTimeSpan; // the pipeline's own limits tell a timeout from a stop of the host
            client.DefaultRequestHeaders.UserAgent.ParseAdd("user-service/1");
        });

        // The framework's logs of requests would tell account numbers in addresses.
        builder.RemoveAllLoggers();
        builder.WithoutDefaultResilience();
        builder.AddResilienceHandler("partner", (pipeline, context) => Build(pipeline, limits(context.ServiceProvider)));
        return builder;
    }

    /// <summary>Takes away what every client of a host has by default: around limits of its own it would repeat what they have given up.</summary>
    public static IHttpClientBuilder WithoutDefaultResilience(this IHttpClientBuilder builder)
    {
#pragma warning disable EXTEXP0001 // experimental, and the only way there is
        return builder.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    private static void Build(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, PartnerOptions limits) => pipeline
        .AddConcurrencyLimiter(limits.MaxConcurrentCalls, queueLimit: limits.MaxConcurrentCalls)
        .AddTimeout(new TimeoutStrategyOptions { Timeout = limits.TotalTimeout })
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = static args => ValueTask.FromResult(MayRepeat(args)),
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            // Half of at least ten calls within half a minute failed: leave the partner alone for a while.
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = limits.BreakDuration,
            ShouldHandle = static args => ValueTask.FromResult(IsFailure(args.Outcome)),
        })
        .AddTimeout(new TimeoutStrategyOptions { Timeout = limits.AttemptTimeout });

    // Reading is repeated after any failure; what may cost money only where the request surely did not leave.
    private static bool MayRepeat(RetryPredicateArguments<HttpResponseMessage> args) =>
        args.Outcome.Exception is HttpRequestException e && PartnerCalls.WasNeverSent(e)
        || args.Context.GetRequestMessage()?.Method == HttpMethod.Get && IsFailure(args.Outcome);

    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException or IOException
        || outcome.Result is { } response && ((int)response.StatusCode >= 500 || response.StatusCode is System.Net.HttpStatusCode.TooManyRequests);
}
