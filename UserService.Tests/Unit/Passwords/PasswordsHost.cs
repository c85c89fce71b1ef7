using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Authentication.Passwords;

namespace UserService.Tests.Unit.Passwords;

/// <summary>The passwords feature as a host registers it.</summary>
internal sealed class PasswordsHost : IDisposable
{
    private readonly ServiceProvider _services;

    public PasswordsHost(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Passwords:{setting.Key}", setting.Value)))
            .Build();
        _services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddPasswords().BuildServiceProvider();
    }

    public PasswordHasher Hasher => _services.GetRequiredService<PasswordHasher>();

    public PasswordPolicy Policy => _services.GetRequiredService<PasswordPolicy>();

    public BreachedPasswordList Blocklist => _services.GetRequiredService<BreachedPasswordList>();

    public static Password Password(string text) =>
        Core.Authentication.Passwords.Password.TryCreate(text, out var password) ? password : throw new ArgumentException("Not a password", nameof(text));

    public void Dispose() => _services.Dispose();
}
