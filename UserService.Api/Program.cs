using UserService.Api;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi();
await using var app = builder.Build();
app.UseApi();
await app.RunAsync();
