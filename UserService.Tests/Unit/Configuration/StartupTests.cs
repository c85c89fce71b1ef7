using System.Diagnostics;
using UserService.Api;
using UserService.Core.Configuration;
using UserService.Grpc;
using UserService.Worker;

namespace UserService.Tests.Unit.Configuration;

public sealed class StartupTests
{
    /// <summary>Host, environment, key, value, and what the one line says besides the key and an example.</summary>
    public static TheoryData<string, string, string, string?, string> Wrong()
    {
        var data = new TheoryData<string, string, string, string?, string>();
        foreach (var host in HostUnderCheck.Hosts.Keys)
        {
            foreach (var environment in (string[])["Development", "Production"])
            {
                data.Add(host, environment, "ConnectionStrings:userdb", null, "is missing");
                data.Add(host, environment, "ConnectionStrings:userdb", "Hots=x", "cannot be read");
                data.Add(host, environment, "ConnectionStrings:cache", "", "is missing");
                data.Add(host, environment, "Tokens:Issuer", null, "is missing");
                data.Add(host, environment, "Protection:MasterKey", null, "is missing");
                data.Add(host, environment, "Protection:MasterKey", "short", "is shorter than 32 characters");
                data.Add(host, environment, "Tokens:AccessTokenLifetime", "02:00:00", "must be 00:00:30 to 01:00:00");
                data.Add(host, environment, "Tokens:AccessTokenLifetime", "five minutes", "is no time (hh:mm:ss or d.hh:mm:ss)");
                data.Add(host, environment, "Passwords:MemoryKibibytes", "64", "must be 7168 to 1048576");
                data.Add(host, environment, "Passwords:MemoryKibibytes", "19 MiB", "is no whole number");
                data.Add(host, environment, "Throttling:IdentifierKey", "c2hvcnQ=", "must be base64 of at least 32 bytes");
                data.Add(host, environment, "Dpop:Lifetime", "1.00:00:00", "must be up to 10 min");
                data.Add(host, environment, "Links:BaseUrl", "somewhere", "is no absolute address");
            }

            data.Add(host, "Production", "Tokens:Issuer", "http://id.bank.example", "is not https");
            data.Add(host, "Production", "Links:BaseUrl", null, "is not https");
            data.Add(host, "Production", "Throttling:IdentifierKey", null, "is missing");
            data.Add(host, "Production", "Dpop:PublicBaseUrl", "http://id.bank.example", "is not https");
            data.Add(host, "Production", "Protection:MasterKey", "not-a-secret-nothing-is-encrypted-with-it", "is a key that everybody can know");
            data.Add(host, "Production", "Protection:MasterKey", new string('a', 44), "is a key that everybody can know");
            data.Add(host, "Production", "ConnectionStrings:userdb", "Host=db;Database=userdb;Username=userservice;Password=development", "has a password that everybody knows");
            data.Add(host, "Production", "ConnectionStrings:cache", "redis:6379,password=change-me", "has a password that everybody knows");
            data.Add(host, "Production", "DevelopmentClient:Secret", "cs_0123", "is for Development");
        }

        data.Add("Worker", "Development", "Inbox:MaxAttempts", "9", "must be 1 to 8");
        data.Add("Worker", "Development", "ConnectionStrings:messaging", null, "is missing");
        data.Add("Worker", "Development", "ConnectionStrings:messaging", "http://rabbitmq/", "cannot be read");
        data.Add("Worker", "Production", "ConnectionStrings:messaging", "amqp://guest:guest@rabbitmq/", "has a password that everybody knows");
        data.Add("Worker", "Development", "Outbox:BatchSize", "0", "must be 1 to 5000");
        data.Add("Worker", "Development", "Smtp:Port", "70000", "must be 1 to 65535");
        data.Add("Api", "Development", "RateLimits:User:Limit", "0", "must be 1 to 10000000");
        data.Add("Api", "Development", "Management:Port", "metrics", "is no TCP port");
        data.Add("Api", "Development", "Cors:AllowedOrigins:0", "*", "no https origin");
        data.Add("Api", "Production", "Cors:AllowedOrigins:0", "http://app.bank.example", "no https origin");
        return data;
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_stops_the_host_with_one_line_that_names_key_fault_and_example(string host, string environment, string key, string? value, string fault)
    {
        var faults = HostUnderCheck.Faults(host, environment, (key, value));

        // A key of a list is named by the list.
        var name = key.EndsWith(":0", StringComparison.Ordinal) ? key[..^2] : key;
        var line = Assert.Single(faults, f => f.StartsWith(name + " ", StringComparison.Ordinal));
        Assert.Contains(fault, line, StringComparison.Ordinal);
        Assert.Contains(key == "DevelopmentClient:Secret" ? "worker clients add" : "for example " + name.Replace(":", "__", StringComparison.Ordinal), line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        if (value is { Length: > 5 })
            Assert.DoesNotContain(value, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Grpc")]
    [InlineData("Worker")]
    public void What_the_documents_call_necessary_is_enough_in_Production(string host) => Assert.Empty(HostUnderCheck.Faults(host, "Production"));

    [Theory]
    [InlineData("deploy/docker-compose.yml")]
    [InlineData("deploy/kubernetes/base/kustomization.yaml", "deploy/kubernetes/overlays/production/secrets.yaml")]
    public void What_is_necessary_is_set_by_the_deployments(params string[] files)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserService.sln")))
            folder = folder.Parent!;
        var text = string.Concat(files.Select(file => File.ReadAllText(Path.Combine(folder.FullName, file))));

        Assert.DoesNotContain(HostUnderCheck.Complete.Keys, key => !text.Contains(key.Replace(":", "__", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_file_is_for_Development()
    {
        (string, string?)[] file = [("Protection:MasterKey", null), ("Protection:KeyFile", "/nowhere/master.key")];

        Assert.Empty(HostUnderCheck.Faults("Api", "Development", file));
        Assert.Equal(["Protection:KeyFile is for Development: set Protection:MasterKey from a secret store."], HostUnderCheck.Faults("Api", "Production", file));
    }

    [Fact]
    public void Passkeys_of_a_page_without_https_are_for_Development()
    {
        (string, string?)[] local = [("Passkeys:RelyingPartyId", "localhost"), ("Passkeys:Origins:0", "http://localhost:3000")];

        Assert.Empty(HostUnderCheck.Faults("Api", "Development", local));
        Assert.Equal(["Passkeys:Origins names an origin without https; for example Passkeys__Origins__0=https://app.bank.example"], HostUnderCheck.Faults("Api", "Production", local));
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Worker")]
    public void Partners_that_answer_by_rule_are_not_for_Production(string host)
    {
        Assert.Empty(HostUnderCheck.Faults(host, "Development", ("Partners:Sandbox:Enabled", "true")));
        Assert.StartsWith("Partners:Sandbox:Enabled is for machines of developers", Assert.Single(HostUnderCheck.Faults(host, "Production", ("Partners:Sandbox:Enabled", "true"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_key_stops_the_host_and_the_likeliest_are_named()
    {
        var line = Assert.Single(HostUnderCheck.Faults("Api", "Production", ("Throttling:IdentiferKey", "x")));

        Assert.StartsWith("Throttling:IdentiferKey is no setting; those of Throttling are, for example, Throttling:IdentifierKey, ", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_has_its_line()
    {
        var faults = HostUnderCheck.Faults("Worker", "Production", ("Tokens:Issuer", null), ("ConnectionStrings:userdb", null), ("Outbox:BatchSize", "0"));

        Assert.All(["Tokens:Issuer is missing", "ConnectionStrings:userdb is missing", "Outbox:BatchSize must be"], start => Assert.Contains(faults, f => f.StartsWith(start, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(typeof(ApiHost))]
    [InlineData(typeof(GrpcHost))]
    [InlineData(typeof(WorkerHost))]
    public async Task The_program_writes_the_line_and_nothing_else_and_ends_with_78(Type host)
    {
        var start = new ProcessStartInfo("dotnet", [host.Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in HostUnderCheck.Complete)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["Tokens__Issuer"] = "http://id.bank.example";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.Equal(["", "Tokens:Issuer is not https; for example Tokens__Issuer=https://id.bank.example\n"], texts);
        Assert.Equal(HostStart.ConfigurationFault, process.ExitCode);
    }

    [Fact]
    public void Every_options_class_is_bound_and_validated_at_the_start_of_a_host_that_has_it()
    {
        var unbound = OptionsCatalog.Types().Where(type => !HostUnderCheck.Hosts.Keys.Any(host => ConfigurationPage.Has(host, type)));

        Assert.Empty(unbound.Select(t => t.FullName));
        foreach (var type in OptionsCatalog.Types())
            Assert.Contains(HostUnderCheck.Hosts.Keys, host => ConfigurationPage.IsValidatedAtStart(host, type));
    }
}
