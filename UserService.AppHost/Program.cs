using Microsoft.Extensions.Configuration;
using UserService.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// The same value at every start: the data volume is encrypted under the one and expects the other.
var masterKey = builder.AddParameter("master-key", new GenerateParameterDefault { MinLength = 44, Special = false }, secret: true, persist: true);
var clientSecret = builder.AddParameter(
    "development-client-secret", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

// Servers: a container each, unless ConnectionStrings:{name} says where one is already.
var volumes = builder.Configuration.GetValue("UseVolumes", true);
var userdb = ConfiguredServer("userdb") ?? Postgres();
var cache = ConfiguredServer("cache") ?? builder.AddRedis("cache");
var messaging = ConfiguredServer("messaging") ?? RabbitMQ();

// Whoever brings all three may have no container runtime; a mail catcher alone is not worth asking for one.
var mail = builder.Resources.OfType<ContainerResource>().Any() ? builder.AddMailCatcher("mail") : null;

var migrations = builder.AddProject<Projects.UserService_Worker>("migrations", static project => project.ExcludeLaunchProfile = true)
    .WithArgs("migrate")
    .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
    .WithEnvironment("Protection__MasterKey", masterKey)
    .WithEnvironment("DevelopmentClient__Secret", clientSecret)
    .WithReference(userdb)
    .WaitFor(userdb);

var api = AddHost<Projects.UserService_Api>("api")
    .WithHttpEndpoint(port: builder.Configuration.GetValue("API_PORT", 8080), name: "http")
    .WithExternalHttpEndpoints();

var grpc = AddHost<Projects.UserService_Grpc>("grpc")
    .WithHttpEndpoint(port: builder.Configuration.GetValue("GRPC_PORT", 8081), name: "http")
    .WithEndpoint("http", static endpoint => endpoint.Transport = "http2");

var worker = AddHost<Projects.UserService_Worker>("worker")
    .WithHttpEndpoint(name: "http");
if (mail is not null)
{
    var smtp = mail.GetEndpoint(MailCatcher.SmtpEndpoint);
    worker
        .WithEnvironment("Smtp__Host", smtp.Property(EndpointProperty.Host))
        .WithEnvironment("Smtp__Port", smtp.Property(EndpointProperty.Port))
        .WaitFor(mail);
}

// The platform's KYC, notification and audit services, played on this machine; a deployment has the real ones.
if (builder.ExecutionContext.IsRunMode)
{
    var sandbox = builder.AddProject<Projects.UserService_Sandbox>("sandbox", static project => project.ExcludeLaunchProfile = true)
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
        .WithHttpEndpoint(name: "grpc", env: "Sandbox__GrpcPort")
        .WithEndpoint("grpc", static endpoint => endpoint.Transport = "http2")
        .WithHttpEndpoint(name: "control", env: "Sandbox__ControlPort")
        .WithEnvironment("Sandbox__Jwks", ReferenceExpression.Create($"{api.GetEndpoint("http")}/.well-known/jwks.json"))
        .WithReference(messaging)
        .WaitFor(messaging);
    foreach (var host in new[] { api, grpc, worker })
    {
        foreach (var service in new[] { "Kyc", "Notifications", "Audit" })
            host.WithEnvironment($"Platform__{service}__Address", sandbox.GetEndpoint("grpc"));
    }
}

// One issuer for all: the API signs tokens, the others compare.
foreach (var host in new[] { api, grpc, worker })
    host.WithEnvironment("Tokens__Issuer", api.GetEndpoint("http"));

await using var app = builder.Build();
await app.RunAsync();

IResourceBuilder<ProjectResource> AddHost<TProject>(string name)
    where TProject : IProjectMetadata, new() =>
    // Endpoints are said here and nowhere else: a launch profile's addresses would add to them.
    builder.AddProject<TProject>(name, static project => project.ExcludeLaunchProfile = true)
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
        .WithEnvironment("Protection__MasterKey", masterKey)
        // The port goes to the setting instead of ASPNETCORE_URLS: the hosts open it themselves, in HTTP/1.1.
        .WithHttpEndpoint(name: "management", env: "Management__Port")
        .WithHttpHealthCheck("/healthz/ready", endpointName: "management")
        .WithReference(userdb)
        .WithReference(cache)
        .WithReference(messaging)
        .WaitFor(cache)
        .WaitFor(messaging)
        .WaitForCompletion(migrations);

IResourceBuilder<IResourceWithConnectionString>? ConfiguredServer(string name) =>
    builder.Configuration.GetConnectionString(name) is null ? null : builder.AddConnectionString(name);

IResourceBuilder<IResourceWithConnectionString> Postgres()
{
    var server = builder.AddPostgres("postgres");
    return (volumes ? server.WithDataVolume() : server).AddDatabase("userdb");
}

IResourceBuilder<IResourceWithConnectionString> RabbitMQ()
{
    var server = builder.AddRabbitMQ("messaging").WithManagementPlugin();
    return volumes ? server.WithDataVolume() : server;
}
