using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Tokens;

/// <summary>Replaces signing keys in time. Every Worker runs it; the database lets one of them make the key.</summary>
internal sealed class SigningKeySchedule(
    IServiceScopeFactory scopes, IOptions<SigningKeyOptions> options, TimeProvider time, ILogger<SigningKeySchedule> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CheckEvery, time);
        try
        {
            do
                await RotateAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the Worker stops
        }
    }

    private async Task RotateAsync(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<IKeyRotation>().RotateIfDueAsync(ct) is KeyRotationResult.Made(var key))
                Log.KeyMade(log, key.KeyId, key.ActiveFrom);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.RotationFailed(log, e); // the keys there are go on; the next look tries again
        }
    }
}
