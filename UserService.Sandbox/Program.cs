using UserService.Sandbox;

var builder = WebApplication.CreateBuilder(args);
builder.AddSandbox();
await using var app = builder.Build();
app.MapSandbox();
await app.RunAsync();
