using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Throttling;

/// <summary>
/// Keeps a dead or slow Redis from slowing sign-ins down: every call has a short timeout, and after a failure Redis is left alone for a
/// while; then one caller tries it again while the others go on without.
/// </summary>
internal sealed class RedisBreaker(IOptions<ThrottlingOptions> options, TimeProvider time, ILogger<RedisBreaker> logger)
{
    private readonly ThrottlingOptions _options = options.Value;
    private long _closedAgainAt = long.MinValue;
    private int _probing;

    /// <summary>The answer of Redis, or that of the substitute.</summary>
    public async ValueTask<T> RunAsync<T>(Func<Task<T>> redis, Func<Task<T>> substitute, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var isOpen = Volatile.Read(ref _closedAgainAt) != long.MinValue;
        if (isOpen && (time.GetTimestamp() < Volatile.Read(ref _closedAgainAt) || Interlocked.Exchange(ref _probing, 1) == 1))
            return await substitute();
        try
        {
            var answer = await CallAsync(redis, ct);
            if (isOpen)
                Close();
            return answer;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            Open(exception);
            return await substitute();
        }
        finally
        {
            if (isOpen)
                Volatile.Write(ref _probing, 0);
        }
    }

    private async Task<T> CallAsync<T>(Func<Task<T>> redis, CancellationToken ct)
    {
        var call = redis();
        // Whoever stops waiting leaves a task behind, whose failure nobody would look at.
        _ = call.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return await call.WaitAsync(_options.RedisTimeout, time, ct);
    }

    private void Open(Exception exception)
    {
        var until = time.GetTimestamp() + (long)(_options.RedisPause.TotalSeconds * time.TimestampFrequency);
        if (Interlocked.Exchange(ref _closedAgainAt, until) == long.MinValue)
            Log.RedisAway(logger, exception.GetType().Name);
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _closedAgainAt, long.MinValue) != long.MinValue)
            Log.RedisBack(logger);
    }
}
