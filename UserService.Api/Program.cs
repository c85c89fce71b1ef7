using UserService.Api;
using UserService.Core.Configuration;

if (args is [HealthQuestion.Argument])
    return await HealthQuestion.AskAsync();
return await HostStart.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddApi();
    await using var app = builder.Build();
    app.Services.CheckConfiguration();
    app.UseApi();
    await app.RunAsync();
    return 0;
});
