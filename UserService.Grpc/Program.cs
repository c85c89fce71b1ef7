using UserService.Grpc;
using UserService.Core.Configuration;

if (args is [HealthQuestion.Argument])
    return await HealthQuestion.AskAsync();
return await HostStart.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddGrpcHost();
    await using var app = builder.Build();
    app.Services.CheckConfiguration();
    app.MapGrpcHost();
    await app.RunAsync();
    return 0;
});
