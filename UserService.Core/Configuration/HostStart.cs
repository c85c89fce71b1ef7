using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace UserService.Core.Configuration;

/// <summary>Starts a host, or says in a line each what is wrong with its configuration.</summary>
public static class HostStart
{
    /// <summary>EX_CONFIG of sysexits.h: something is wrong with the configuration.</summary>
    public const int ConfigurationFault = 78;

    /// <summary>Runs a host to its end.</summary>
    /// <param name="host">Builds and runs it; gives its exit code.</param>
    /// <returns>That exit code, or <see cref="ConfigurationFault"/> after one line on standard error for each fault.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> host)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            return await host();
        }
        catch (Exception e) when (ConfigurationFaults.Explain(e) is { Count: > 0 } faults)
        {
            foreach (var fault in faults)
                await Console.Error.WriteLineAsync(fault);
            return ConfigurationFault;
        }
    }

    /// <summary>Validates all options before anything starts; the framework would do it too, but log a stack trace with it.</summary>
    /// <exception cref="OptionsValidationException">Something is missing or wrong.</exception>
    public static void CheckConfiguration(this IServiceProvider services) => services.GetRequiredService<IStartupValidator>().Validate();
}
