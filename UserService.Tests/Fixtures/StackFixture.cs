namespace UserService.Tests.Fixtures;

/// <summary>
/// Gives a test class the stack that the whole run shares. Tests make their own customers instead of emptying tables. A class of
/// <see cref="ServersCollection"/> asks for it with <c>IClassFixture&lt;StackFixture&gt;</c>.
/// </summary>
public sealed class StackFixture(ServersFixture servers) : IAsyncLifetime
{
    public Stack Stack { get; private set; } = null!;

    public ServersFixture Servers => servers;

    public async Task InitializeAsync() => Stack = await servers.SharedStackAsync();

    /// <summary>One that is unlike the shared one; the caller disposes of it.</summary>
    public Task<Stack> StartAsync(StackOptions options) => Stack.StartAsync(servers, options);

    public Task DisposeAsync() => Task.CompletedTask; // the shared stack goes with the servers
}
