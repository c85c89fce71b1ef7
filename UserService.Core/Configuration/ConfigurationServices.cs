using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace UserService.Core.Configuration;

/// <summary>Checks of the configuration that hosts and features ask for.</summary>
public static class ConfigurationServices
{
    /// <summary>The configuration as a whole is checked at the start.</summary>
    internal static IServiceCollection AddInstallationChecks(this IServiceCollection services)
    {
        services.AddOptions<Installation>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<Installation>, InstallationValidator>();
        return services;
    }

    /// <summary>The host does not start without the addresses of PostgreSQL and Redis.</summary>
    public static IServiceCollection RequireServers(this IServiceCollection services) =>
        services.AddSingleton(RequiredServer.Database).AddSingleton(RequiredServer.Cache);

    /// <summary>The host does not start without the address of RabbitMQ.</summary>
    public static IServiceCollection RequireBroker(this IServiceCollection services) => services.AddSingleton(RequiredServer.Broker);

    /// <summary>Refuses, everywhere but in Development, what is convenient there and dangerous elsewhere.</summary>
    /// <param name="options">The options it is about.</param>
    /// <param name="member">The setting, below the section.</param>
    /// <param name="dangerous">Whether the value must not be.</param>
    /// <param name="fault">What is wrong with it, to follow the key: <c>is not https</c>.</param>
    /// <param name="example">One that is right; the setting's own example where it is left out.</param>
    internal static OptionsBuilder<T> RefuseOutsideDevelopment<T>(
        this OptionsBuilder<T> options, string member, Func<T, bool> dangerous, string fault, string? example = null)
        where T : class
    {
        options.Services.AddSingleton<IValidateOptions<T>>(provider =>
        {
            // Without a host, as in a tool or a test of one feature, there is no environment to protect.
            var environment = provider.GetService<IHostEnvironment>();
            return new Refusal<T>(
                value => environment?.IsDevelopment() == false && dangerous(value),
                () => ConfigurationFaults.Line($"{OptionsCatalog.Section(typeof(T))}:{member}", fault, example));
        });
        return options;
    }

    // The line is made where there is something to say: looking up what the setting is about takes part of the time that a host has to start.
    private sealed class Refusal<T>(Func<T, bool> refused, Func<string> line) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options) => refused(options) ? ValidateOptionsResult.Fail(line()) : ValidateOptionsResult.Skip;
    }
}
