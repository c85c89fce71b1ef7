using UserService.Grpc;

var builder = WebApplication.CreateBuilder(args);
builder.AddGrpcHost();
await using var app = builder.Build();
app.MapGrpcHost();
await app.RunAsync();
