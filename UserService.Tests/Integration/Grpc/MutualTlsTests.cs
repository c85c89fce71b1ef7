using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Banking.Users.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

/// <summary>Callers that prove themselves by a certificate, made here by two authorities of which the server trusts one.</summary>
[Collection(ServersCollection.Name)]
public sealed class MutualTlsTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>, IDisposable
{
    private readonly TemporaryFolder folder = new("mtls");
    private readonly X509Certificate2 authority = Authority("Platform CA");
    private static int names;

    [Fact]
    public async Task A_certificate_of_the_authority_stands_for_the_client_that_it_names()
    {
        await using var host = await StartAsync();
        var client = await AddClientAsync(host, ServiceScopes.ReadUsers);
        var customer = await fixture.CreateCustomerAsync();
        using var channel = Channel(host, Certificate(authority, client));

        var answer = await new Users.UsersClient(channel).GetUserAsync(new GetUserRequest { UserId = customer.UserId.ToString() });

        Assert.Equal(customer.UserId.ToString(), answer.User.UserId);
        await new Users.UsersClient(channel).FindUserAsync(new FindUserRequest { Email = "x@example.com" }).FailsAsync(StatusCode.PermissionDenied, "forbidden");
    }

    [Fact]
    public async Task A_disabled_clients_certificate_is_refused()
    {
        await using var host = await StartAsync();
        var client = await AddClientAsync(host, ServiceScopes.ReadUsers);
        using var channel = Channel(host, Certificate(authority, client));
        await new Users.UsersClient(channel).GetUserAsync(Unknown()).FailsAsync(StatusCode.NotFound);

        await using (var scope = host.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<IClientService>().DisableAsync(client, reason: null, Actor.System, CancellationToken.None);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await CodeAsync(channel) == StatusCode.NotFound)
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync(channel));
    }

    [Fact]
    public async Task Certificates_of_nobody_of_others_expired_or_for_servers_open_nothing()
    {
        await using var host = await StartAsync();
        var client = await AddClientAsync(host, ServiceScopes.ReadUsers);
        using var stranger = Authority("Somebody's CA");

        foreach (var certificate in new[]
        {
            Certificate(stranger, client), Certificate(authority, client, from: -20, to: -10), Certificate(authority, client, usage: "1.3.6.1.5.5.7.3.1"), SelfSigned(client),
        })
        {
            using var channel = Channel(host, certificate);
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Users.UsersClient(channel).GetUserAsync(Unknown()));
            Assert.True(failure.StatusCode is StatusCode.Unavailable or StatusCode.Internal, failure.ToString()); // the handshake is refused
        }

        using var unnamed = Channel(host, Certificate(authority, "nobody-we-know"));
        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync(unnamed));
    }

    [Fact]
    public async Task Without_a_certificate_a_token_is_needed_and_suffices()
    {
        await using var host = await StartAsync();
        using var channel = Channel(host, certificate: null);

        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync(channel));
        await new Users.UsersClient(channel).GetUserAsync(Unknown(), await GrpcFixture.CallerAsync(host, ServiceScopes.ReadUsers)).FailsAsync(StatusCode.NotFound);
    }

    public void Dispose()
    {
        authority.Dispose();
        folder.Dispose();
    }

    private static GetUserRequest Unknown() => new() { UserId = "0190a5d1-ac96-774b-bcce-b302099a8057" };

    private static async Task<StatusCode> CodeAsync(GrpcChannel channel) =>
        (await Assert.ThrowsAsync<RpcException>(async () => await new Users.UsersClient(channel).GetUserAsync(Unknown()))).StatusCode;

    private static async Task<string> AddClientAsync(RunningGrpcHost host, params string[] scopes)
    {
        var id = $"mtls-{Interlocked.Increment(ref names)}";
        await using var scope = host.Services.CreateAsyncScope();
        Assert.IsType<NewClientResult.Made>(await scope.ServiceProvider.GetRequiredService<IClientService>().AddAsync(id, scopes, secret: null, CancellationToken.None));
        return id;
    }

    private async Task<RunningGrpcHost> StartAsync()
    {
        var file = Path.Combine(folder.Path, "clients.pem");
        await File.WriteAllTextAsync(file, authority.ExportCertificatePem());
        using var server = Certificate(authority, "localhost", usage: "1.3.6.1.5.5.7.3.1");
        var (pem, key) = (Path.Combine(folder.Path, "server.pem"), Path.Combine(folder.Path, "server.key"));
        await File.WriteAllTextAsync(pem, server.ExportCertificatePem());
        await File.WriteAllTextAsync(key, server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return await fixture.StartAnotherAsync(settings => settings with
        {
            More = new()
            {
                ["urls"] = "https://127.0.0.1:0",
                ["Kestrel:Certificates:Default:Path"] = pem,
                ["Kestrel:Certificates:Default:KeyPath"] = key,
                ["Grpc:ClientAuthority"] = file,
            },
        });
    }

    private GrpcChannel Channel(RunningGrpcHost host, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, server, _, _) => server is X509Certificate2 shown && shown.Issuer == authority.Subject;
        if (certificate is not null)
            handler.SslOptions.ClientCertificates = [certificate];
        return GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, HttpVersion = HttpVersion.Version20 });
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return Exportable(Request(name, key, "1.3.6.1.5.5.7.3.2").CreateSelfSigned(now.AddDays(-1), now.AddDays(1)));
    }

    private static X509Certificate2 Certificate(X509Certificate2 issuer, string name, int from = -1, int to = 1, string usage = "1.3.6.1.5.5.7.3.2")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = Request(name, key, usage).Create(issuer, now.AddDays(from), now.AddDays(to), RandomNumberGenerator.GetBytes(12));
        return Exportable(certificate.CopyWithPrivateKey(key));
    }

    private static CertificateRequest Request(string name, ECDsa key, string usage)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: true));
        return request;
    }

    // TLS wants a key that the system can hold; this is the way there that works everywhere.
    private static X509Certificate2 Exportable(X509Certificate2 certificate)
    {
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }
}
