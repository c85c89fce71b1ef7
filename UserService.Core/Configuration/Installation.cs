using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace UserService.Core.Configuration;

/// <summary>What must hold for the configuration as a whole; validated at the start like the options of a feature, and bound to nothing.</summary>
internal sealed class Installation;

/// <summary>A server that a host cannot work without.</summary>
/// <param name="Name">Of its connection string.</param>
/// <param name="Example">A connection string without a password.</param>
internal sealed record RequiredServer(string Name, string Example)
{
    public static readonly RequiredServer Database = new("userdb", "Host=postgres;Database=userdb;Username=userservice;Password=…");
    public static readonly RequiredServer Cache = new("cache", "redis:6379,password=…");
    public static readonly RequiredServer Broker = new("messaging", "amqp://userservice:…@rabbitmq:5672/");

    public string Key => $"ConnectionStrings:{Name}";

    public string Missing => ConfigurationFaults.Line(Key, "is missing", Example);

    /// <summary>Whether its client understands the connection string.</summary>
    public bool CanBeRead(string text)
    {
        try
        {
            return Name switch
            {
                "messaging" => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps",
                "cache" => StackExchange.Redis.ConfigurationOptions.Parse(text).EndPoints.Count > 0,
                _ => new Npgsql.NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 },
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or DbException or KeyNotFoundException)
        {
            return false;
        }
    }
}

/// <summary>Connection strings are there and can be read, no key is misspelt, and outside Development nothing is left of it.</summary>
internal sealed class InstallationValidator(IConfiguration configuration, IHostEnvironment environment, IEnumerable<RequiredServer> servers) : IValidateOptions<Installation>
{
    // Passwords that stand in documents, in compose files for development, or are a server's own default.
    private static readonly string[] PublicPasswords = ["change-me", "changeme", "development", "guest", "password", "postgres", "secret"];

    public ValidateOptionsResult Validate(string? name, Installation options)
    {
        List<string> faults = [.. servers.Distinct().SelectMany(Check), .. Misspelt()];
        if (!environment.IsDevelopment())
            faults.AddRange(Leftovers());
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Check(RequiredServer server)
    {
        var text = configuration.GetConnectionString(server.Name);
        if (string.IsNullOrWhiteSpace(text))
            yield return server.Missing;
        else if (!server.CanBeRead(text))
            yield return ConfigurationFaults.Line(server.Key, "cannot be read", server.Example);
        else if (!environment.IsDevelopment() && PublicPasswords.Contains(Password(server.Name, text), StringComparer.OrdinalIgnoreCase))
            yield return ConfigurationFaults.Line(server.Key, "has a password that everybody knows: use one made for this installation", server.Example);
    }

    private IEnumerable<string> Misspelt()
    {
        foreach (var group in OptionsCatalog.Types().GroupBy(t => OptionsCatalog.Section(t)!))
        {
            var section = configuration.GetSection(group.Key);
            if (!section.GetChildren().Any())
                continue; // most are: a host has no time to look at what is not there
            var settings = group.SelectMany(OptionsCatalog.Settings).ToList();
            foreach (var (key, value) in section.AsEnumerable())
            {
                if (value is not null && key != group.Key && !OptionsCatalog.IsKnown(key, settings))
                    yield return $"{key} is no setting; those of {group.Key} are, for example, {string.Join(", ", settings.Select(s => s.Key).OrderBy(k => Distance(k, key)).Take(3))}";
            }
        }
    }

    private IEnumerable<string> Leftovers()
    {
        if (!string.IsNullOrEmpty(configuration["DevelopmentClient:Secret"]))
            yield return ConfigurationFaults.Line("DevelopmentClient:Secret", "is for Development; make clients with: worker clients add --id payments --scopes users.read");
    }

    private static string? Password(string name, string text) => name switch
    {
        "messaging" => new Uri(text).UserInfo.Split(':', 2) is [_, var password] ? password : null,
        "cache" => StackExchange.Redis.ConfigurationOptions.Parse(text).Password,
        _ => new Npgsql.NpgsqlConnectionStringBuilder(text).Password,
    };

    // How much two keys differ (Levenshtein), so that the likeliest ones are named.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        foreach (var (index, letter) in one.Index())
        {
            var diagonal = row[0];
            row[0] = index + 1;
            for (var j = 1; j <= other.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (char.ToUpperInvariant(letter) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1)));
        }

        return row[^1];
    }
}
