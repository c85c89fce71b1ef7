using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserService.Core.Authentication;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Audit;
using UserService.Core.Persistence;
using UserService.Core.Sessions;
using UserService.Tests.Fixtures;
using Accounts = UserService.Core.Accounts;

namespace UserService.Tests.Integration.Grpc;

/// <summary>One gRPC host on a database of its own, for the tests of a class.</summary>
public sealed class GrpcFixture(ServersFixture servers) : IAsyncLifetime
{
    private readonly List<RunningGrpcHost> hosts = [];
    private string database = "";
    private int customers;

    /// <summary>The host's clock. It starts at the machine's time, since partitions are made around that, and stands still.</summary>
    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    internal RunningGrpcHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        database = await servers.CreateDatabaseAsync();
        Host = await StartAsync(new GrpcHostSettings(database, servers.Redis) { Time = Time });
        await MigrateAsync(Host);
    }

    public async Task DisposeAsync()
    {
        foreach (var host in hosts)
            await host.DisposeAsync();
    }

    /// <summary>Another host on the same database, on the machine's clock unless <paramref name="change"/> gives it another.</summary>
    internal Task<RunningGrpcHost> StartAnotherAsync(Func<GrpcHostSettings, GrpcHostSettings>? change = null) =>
        StartAsync((change ?? (static same => same))(new GrpcHostSettings(database, servers.Redis)));

    /// <summary>An open connection to the host's database, for a test that gets in the way.</summary>
    internal async Task<Npgsql.NpgsqlConnection> ConnectAsync()
    {
        var connection = new Npgsql.NpgsqlConnection(database);
        await connection.OpenAsync();
        return connection;
    }

    internal async Task ExecuteAsync(string statement)
    {
        await using var connection = await ConnectAsync();
        await using var command = new Npgsql.NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Metadata of a service that has been granted the scopes.</summary>
    internal Task<Metadata> CallerAsync(params string[] scopes) => CallerAsync(Host, scopes);

    /// <summary>A customer who has verified her address and has just signed in.</summary>
    internal Task<SignedInCustomer> CreateCustomerAsync(string? email = null, string? phoneNumber = null) =>
        CreateCustomerAsync(Host, email ?? $"customer{Interlocked.Increment(ref customers)}@example.com", phoneNumber);

    internal static async Task MigrateAsync(RunningGrpcHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IDatabaseMigrator>().MigrateAsync(CancellationToken.None);
    }

    internal static async Task<Metadata> CallerAsync(RunningGrpcHost host, params string[] scopes)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IClientService>();
        var made = Assert.IsType<NewClientResult.Made>(
            await clients.AddAsync($"service-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}", scopes, secret: null, CancellationToken.None));
        var issued = Assert.IsType<ClientTokenResult.Issued>(await clients.IssueTokenAsync(made.ClientId, made.Secret!, scope: null, CancellationToken.None));
        return RunningGrpcHost.As(issued.AccessToken);
    }

    internal static async Task<SignedInCustomer> CreateCustomerAsync(RunningGrpcHost host, string email, string? phoneNumber)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<UserDbContext>(), host.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var user = Accounts.User.Register(NewUser(email, phoneNumber), now);
        user.VerifyEmail(now);
        db.Users.Add(user);
        var start = await scope.ServiceProvider.GetRequiredService<SessionStarter>().PrepareAsync(
            user, new KnownDevice.New(null), AuthenticationMethods.PasswordAndEmailCode, Actor.System, CancellationToken.None);
        await db.SaveChangesAsync();
        if (phoneNumber is not null)
            await db.Database.ExecuteSqlAsync($"UPDATE users SET phone_verified_at = now() WHERE id = {user.Id}");
        var grant = await start.GrantAsync(CancellationToken.None);
        return new SignedInCustomer(user.Id, grant.SessionId, grant.AccessToken, grant.RefreshToken);
    }

    /// <summary>Signs the customer out on <paramref name="host"/>, as her app would there.</summary>
    internal static async Task SignOutAsync(RunningGrpcHost host, SignedInCustomer customer)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IAuthService>().LogoutAsync(
            customer.UserId, customer.SessionId, Actor.System.As(customer.UserId), CancellationToken.None);
    }

    /// <summary>Makes tokens with the host's own signing key.</summary>
    internal async Task<TokenForge> ForgeAsync()
    {
        var key = (await Host.Services.GetRequiredService<KeyRing>().GetAsync(CancellationToken.None)).Signing(Time.GetUtcNow());
        return new TokenForge(key.ECDsa, key.KeyId, Time);
    }

    private static Accounts.NewUser NewUser(string email, string? phoneNumber)
    {
        Assert.True(Accounts.EmailAddress.TryCreate(email, out var address));
        Assert.True(Accounts.PersonName.TryCreate("Ada", out var first));
        Assert.True(Accounts.PersonName.TryCreate("Okafor", out var last));
        Assert.True(Accounts.CountryCode.TryCreate("NG", out var country));
        Accounts.PhoneNumber? number = null;
        Assert.True(phoneNumber is null || Accounts.PhoneNumber.TryCreate(phoneNumber, null, out number));
        return new Accounts.NewUser(address, number, first, last, country, "2026-01");
    }

    private async Task<RunningGrpcHost> StartAsync(GrpcHostSettings settings)
    {
        var host = await RunningGrpcHost.StartAsync(settings);
        hosts.Add(host);
        return host;
    }
}

/// <summary>A customer with a live session.</summary>
internal sealed record SignedInCustomer(Guid UserId, Guid SessionId, string AccessToken, string RefreshToken);
