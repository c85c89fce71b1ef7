using System.Net.Http.Json;
using Banking.Users.V1;
using Grpc.Core;
using Npgsql;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Resilience;

/// <summary>Waits until everything works: a known customer signs in, another service reads her over gRPC, a new one registers and the event of it arrives.</summary>
internal sealed class FullService(FaultWorld world, EventQueue queue)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public async Task WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await Task.WhenAll(
            UntilAsync(SignInAsync, patience.Token),
            UntilAsync(ReadAsync, patience.Token),
            UntilAsync(RegisterAsync, patience.Token));
    }

    private async Task<bool> SignInAsync(CancellationToken ct)
    {
        using var client = Asking.NewClient(world.ApiAddress);
        using var response = await client.PostAsJsonAsync("/v1/auth/login", world.Customers[0].Login, ct);
        return response.IsSuccessStatusCode;
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        var user = await new Users.UsersClient(world.Channel).GetUserAsync(new() { UserId = world.Customers[0].Id.ToString() }, await world.CallerAsync(), cancellationToken: ct);
        return user is not null;
    }

    private async Task<bool> RegisterAsync(CancellationToken ct)
    {
        using var client = Asking.NewClient(world.ApiAddress);
        var registration = WorldCustomer.NewRegistration();
        using var response = await client.PostAsJsonAsync("/v1/auth/register", registration.Body, ct);
        if (!response.IsSuccessStatusCode || await world.FindAsync(registration.Email) is not { } id)
            return false;
        while (!queue.Of(id).Any(e => e.Type == "user.registered.v1"))
            await Task.Delay(Look, ct);
        return true;
    }

    private static async Task UntilAsync(Func<CancellationToken, Task<bool>> works, CancellationToken patience)
    {
        while (true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience);
            limit.CancelAfter(OneTry);
            try
            {
                if (await works(limit.Token))
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or RpcException or NpgsqlException or Xunit.Sdk.XunitException or OperationCanceledException && !patience.IsCancellationRequested)
            {
                // not yet
            }

            await Task.Delay(Look, patience);
        }
    }
}
