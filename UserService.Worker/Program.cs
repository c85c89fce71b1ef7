using UserService.Worker;
using UserService.Worker.Commands;

var builder = WebApplication.CreateBuilder(args);
builder.AddWorker();
await using var app = builder.Build();
if (args is [var command, .. var rest] && !command.StartsWith('-'))
    return await CommandLine.RunAsync(app.Services, command, rest);
app.MapDefaultEndpoints();
await app.RunAsync();
return 0;
