using System.Collections.Concurrent;
using System.Net;
using Banking.Users.V1;
using Grpc.Core;
using Npgsql;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Resilience;

/// <summary>Clients that register, sign in, end sessions over gRPC and publish events, all the while something is broken.</summary>
internal sealed class Load(FaultWorld world, Metadata caller, Ledger ledger)
{
    /// <summary>Two of a kind; every one waits a little after each answer, so that the machine is busy and not drowned.</summary>
    private const int OfAKind = 2;
    private const string Exchange = "kyc.events";
    private const string WatchlistChanged = "kyc.watchlist_changed.v1";
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(30);
    private readonly Asking asking = new(ledger);
    private readonly ConcurrentQueue<string> unpublished = new();

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
    [
        .. Enumerable.Range(0, OfAKind).Select(_ => RegisterAsync(stop)),
        .. world.Customers.Take(OfAKind).Select(customer => SignInAsync(customer, stop)),
        PublishAsync(stop),
    ]);

    /// <summary>Signs in once; null where she was not let in.</summary>
    public async Task<SignedIn?> SignInOnceAsync(HttpClient client, WorldCustomer customer)
    {
        var began = TimeProvider.System.GetTimestamp();
        if (await asking.PostAsync(client, "/v1/auth/login", customer.Login, HttpStatusCode.OK) is not { } session)
            return null;
        ledger.SignInTimes.Enqueue(TimeProvider.System.GetElapsedTime(began));
        if (!session.TryGetProperty("sessionId", out var id))
        {
            ledger.Note($"a known device was asked for more: {session}");
            return null;
        }

        var signedIn = new SignedIn(customer.Id, id.GetGuid());
        ledger.SignedIn.Enqueue(signedIn);
        return signedIn;
    }

    private async Task RegisterAsync(CancellationToken stop)
    {
        using var client = Asking.NewClient(world.ApiAddress);
        while (!stop.IsCancellationRequested)
        {
            var registration = WorldCustomer.NewRegistration();
            if (await asking.PostAsync(client, "/v1/auth/register", registration.Body, HttpStatusCode.Accepted) is not null)
            {
                ledger.Registered.Enqueue(registration.Email);
                unpublished.Enqueue(registration.Email);
            }

            await Task.Delay(Breath, CancellationToken.None);
        }
    }

    // Signs in at the Api, and another service ends the session at the gRPC host.
    private async Task SignInAsync(WorldCustomer customer, CancellationToken stop)
    {
        using var client = Asking.NewClient(world.ApiAddress);
        var auth = new Auth.AuthClient(world.Channel);
        while (!stop.IsCancellationRequested)
        {
            if (await SignInOnceAsync(client, customer) is { } signedIn
                && await asking.CallAsync("RevokeSessions", caller, options => auth.RevokeSessionsAsync(new() { UserId = signedIn.UserId.ToString(), SessionId = signedIn.SessionId.ToString() }, options)) is not null)
                ledger.Revoked.Enqueue(signedIn);
            await Task.Delay(Breath, CancellationToken.None);
        }
    }

    // Events of another service, each twice; what the broker has confirmed must take effect, and once.
    private async Task PublishAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var other = await ForeignEvents.ConnectAsync(world.RabbitMq.ConnectionString);
                while (!stop.IsCancellationRequested)
                {
                    if (unpublished.TryDequeue(out var email) && await world.FindAsync(email) is { } userId)
                        await PublishTwiceAsync(other, userId);
                    await Task.Delay(Breath, CancellationToken.None);
                }
            }
            catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or NpgsqlException or IOException or OperationCanceledException or TimeoutException or ObjectDisposedException)
            {
                await Task.Delay(Breath, CancellationToken.None); // the broker or the database is away
            }
        }
    }

    private async Task PublishTwiceAsync(ForeignEvents other, Guid userId)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var listed = ForeignEvents.Envelope(WatchlistChanged, new { userId, listed = true, expiresAt = now.AddHours(12), occurredAt = now }, id);
        await other.PublishAsync(Exchange, WatchlistChanged, listed);
        ledger.Published.Enqueue(new Published(userId, id));
        await other.PublishAsync(Exchange, WatchlistChanged, listed);
    }
}
