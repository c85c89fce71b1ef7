using UserService.Core.Configuration;
using UserService.Worker;
using UserService.Worker.Commands;

if (args is [HealthQuestion.Argument])
    return await HealthQuestion.AskAsync();
return await HostStart.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddWorker();
    await using var app = builder.Build();

    // A command says itself what it lacks: migrating needs a database and no broker.
    if (args is [var command, .. var rest] && !command.StartsWith('-'))
        return await CommandLine.RunAsync(app.Services, command, rest);
    app.Services.CheckConfiguration();
    app.MapDefaultEndpoints();
    await app.RunAsync();
    return 0;
});
