using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace UserService.Core.Platform;

/// <summary>
/// Calls one service of the platform: bounded in time and in number, with a token, repeated within a budget where it could not be reached,
/// and left alone while it fails. Every method of the three contracts is idempotent by an id in its request, so each may be repeated.
/// </summary>
internal sealed class PlatformConnection : IDisposable
{
    // Of ten recent failures' worth of tokens each repetition takes one and each success gives back a tenth: repetitions add at most a tenth of the load.
    private static readonly RetryThrottlingPolicy Budget = new() { MaxTokens = 10, TokenRatio = 0.1 };
    private readonly GrpcChannel channel;
    private readonly PlatformServiceOptions options;
    private readonly PlatformTokens tokens;
    private readonly ResiliencePipeline pipeline;
    private readonly CircuitBreakerStateProvider breaker = new();

    public PlatformConnection(PlatformServiceOptions options, PlatformTokens tokens, TimeProvider time)
    {
        (this.options, this.tokens) = (options, tokens);
        channel = GrpcChannel.ForAddress(options.Address ?? throw new InvalidOperationException($"{options.Audience} has no address."), new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = options.Deadline,
                EnableMultipleHttp2Connections = true,

                // A connection that a firewall has forgotten is noticed between calls, not by one.
                KeepAlivePingDelay = TimeSpan.FromSeconds(15),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = 1024 * 1024,
            ServiceConfig = new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = Retry() } }, RetryThrottling = Budget },
        });
        Invoker = channel.CreateCallInvoker();
        pipeline = Build(time);
    }

    /// <summary>For the generated clients; calls go through <see cref="CallAsync"/>.</summary>
    public CallInvoker Invoker { get; }

    public bool IsLeftAlone => breaker.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>Calls, with a deadline and a token.</summary>
    /// <exception cref="RpcException">It answered so, or could not be reached.</exception>
    /// <exception cref="PlatformBusyException">Nothing was sent: it fails too often, or too many calls are under way.</exception>
    public async Task<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken ct)
    {
        var token = await tokens.GetAsync(options.Audience, ct);
        try
        {
            return await pipeline.ExecuteAsync(
                async stop =>
                {
                    // The wire has the machine's time, whatever the host's TimeProvider says.
                    var deadline = TimeProvider.System.GetUtcNow().UtcDateTime + options.Deadline;
                    using var running = call(new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } }, deadline, stop));
                    return await running.ResponseAsync;
                },
                ct);
        }
        catch (Exception e) when (e is BrokenCircuitException or RateLimiterRejectedException)
        {
            throw new PlatformBusyException(options.Audience, e);
        }
    }

    public void Dispose() => channel.Dispose();

    private static RetryPolicy Retry() => new()
    {
        MaxAttempts = 3,
        InitialBackoff = TimeSpan.FromMilliseconds(100),
        MaxBackoff = TimeSpan.FromSeconds(1),
        BackoffMultiplier = 2,
        RetryableStatusCodes = { StatusCode.Unavailable },
    };

    private ResiliencePipeline Build(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddConcurrencyLimiter(options.MaxConcurrentCalls)
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            // Half of at least five calls within half a minute.
            FailureRatio = 0.5,
            MinimumThroughput = 5,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = options.BreakDuration,
            StateProvider = breaker,
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is RpcException
            {
                StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Unauthenticated,
            }),
        })
        .Build();
}
