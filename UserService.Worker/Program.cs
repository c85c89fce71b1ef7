using UserService.Core.Configuration;
using UserService.Worker;
using UserService.Worker.Commands;

if (args is [HealthQuestion.Argument])
    return await HealthQuestion.AskAsync();
return await HostStart.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    var command = args is [var first, ..] && !first.StartsWith('-') ? first : null;
    if (command is not null)
        CommandLine.Prepare(builder, args);
    builder.AddWorker();
    await using var app = builder.Build();

    // A command says itself what it lacks: migrating needs a database and no broker.
    if (command is not null)
        return await CommandLine.RunAsync(app.Services, command, args[1..]);
    app.Services.CheckConfiguration();
    app.MapDefaultEndpoints();
    await app.RunAsync();
    return 0;
});
