using Microsoft.Extensions.Options;

namespace UserService.Worker.Commands;

/// <summary>Runs one command and gives its exit code: 0 done, 1 failed, 2 not understood.</summary>
internal static class CommandLine
{
    private const string Usage =
        """
        usage: worker                            run the background work
               worker migrate                    bring the database to this version
               worker doctor                     look at every server, partner and key, and say what to do about what does not work
               worker keys list
               worker keys rotate                the next key is published now and signs a day later (SigningKeys:PublishAhead)
               worker keys rotate --now          the new key signs within a second; who keeps a copy of the key set must read it again
               worker keys withdraw --id KID     for a stolen key: whatever it signed is refused within a second, and another key signs
               worker keys rewrap [--batch 200]  brings every data key under the current master key; stop it and run it again as you like
               worker clients add --id ID --scopes "A B" [--secret-file PATH] [--jwks-file PATH] [--on-behalf-to "SERVICE …"] [--require-dpop]
               worker clients list
               worker clients rotate --id ID [--overlap 24h | --jwks-file PATH]
               worker clients disable --id ID
               worker seed --users N [--password TEXT]
                                                 made-up customers for measurements (Development and Staging only)
               worker audit verify [--head NUMBER:HASH]
                                                 proves the audit trail, or names what is not as it was written; notes the newest seal
               worker admin bootstrap --email ADDRESS [--force --reason "WHY"]
                                                 the first admin: an account with that verified address; a further one only by force
        """;

    /// <summary>By command and verb; <c>--force</c>, <c>--now</c> and <c>--require-dpop</c> stand alone, the others have a value.</summary>
    private static readonly Dictionary<string, string[]> KnownOptions = new(StringComparer.Ordinal)
    {
        ["migrate"] = [],
        ["doctor"] = [],
        ["keys list"] = [],
        ["keys rotate"] = ["--now"],
        ["keys withdraw"] = ["--id"],
        ["keys rewrap"] = ["--batch"],
        ["clients add"] = ["--id", "--scopes", "--secret-file", "--jwks-file", "--on-behalf-to", "--require-dpop"],
        ["clients list"] = [],
        ["clients rotate"] = ["--id", "--overlap", "--jwks-file"],
        ["clients disable"] = ["--id"],
        ["seed"] = ["--users", "--password"],
        ["audit verify"] = ["--head"],
        ["admin bootstrap"] = ["--email", "--force", "--reason"],
    };

    /// <summary>These write a stack trace for each attempt to reach a server that is away; a command says it in one line.</summary>
    private static readonly string[] Verbose =
    [
        "Microsoft.EntityFrameworkCore.Database.Connection", "Microsoft.EntityFrameworkCore.Database.Transaction", "Microsoft.EntityFrameworkCore.Infrastructure",
        "Microsoft.EntityFrameworkCore.Query", "Microsoft.EntityFrameworkCore.Update", "Npgsql", "StackExchange.Redis",
    ];

    /// <summary>What differs from the running Worker; before its parts are added.</summary>
    public static void Prepare(WebApplicationBuilder builder, string[] words)
    {
        foreach (var category in Verbose)
            builder.Logging.AddFilter(category, LogLevel.Critical);

        // Somebody waits for the answer, who is to know at once that the database is away. What takes its time, or starts together with its servers, goes on trying.
        if (words is not (["migrate" or "seed" or "audit", ..] or ["keys", "rewrap", ..]))
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Aspire:Npgsql:EntityFrameworkCore:PostgreSQL:DisableRetry"] = "true" });
    }

    public static async Task<int> RunAsync(IServiceProvider services, string command, string[] arguments)
    {
        var name = KnownOptions.ContainsKey(command) || arguments is not [var verb, ..] || verb.StartsWith('-') ? command : $"{command} {verb}";
        if (UnknownOption(name, name == command ? arguments : arguments[1..]) is { } mistake)
        {
            await Console.Error.WriteLineAsync(mistake);
            return 2;
        }

        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler cancel = (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += cancel;
        try
        {
            await using var scope = services.CreateAsyncScope();
            var exitCode = command switch
            {
                "migrate" => await scope.ServiceProvider.GetRequiredService<MigrateCommand>().RunAsync(stop.Token),
                "doctor" => await scope.ServiceProvider.GetRequiredService<DoctorCommand>().RunAsync(stop.Token),
                "keys" => await scope.ServiceProvider.GetRequiredService<KeysCommand>().RunAsync(arguments, stop.Token),
                "clients" => await scope.ServiceProvider.GetRequiredService<ClientsCommand>().RunAsync(arguments, stop.Token),
                "seed" => await scope.ServiceProvider.GetRequiredService<SeedCommand>().RunAsync(arguments, stop.Token),
                "audit" => await scope.ServiceProvider.GetRequiredService<AuditCommand>().RunAsync(arguments, stop.Token),
                "admin" => await scope.ServiceProvider.GetRequiredService<AdminCommand>().RunAsync(arguments, stop.Token),
                _ => 2,
            };
            if (exitCode == 2)
                await Console.Error.WriteLineAsync(Usage);
            return exitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"worker {name}: stopped");
            return 1;
        }
        catch (Exception e) when (e is not OptionsValidationException)
        {
            // One line an operator can act on; the inner message is PostgreSQL's or the vault's own.
            var line = ServerFaults.Explain(e, services.GetRequiredService<IConfiguration>()) ?? $"{e.Message}{(e.InnerException is { } inner ? $" ({inner.Message})" : "")}";
            await Console.Error.WriteLineAsync($"worker {name}: {line.ReplaceLineEndings(" ")}");
            return 1;
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }

    // A misspelt option that is passed over would make another client, say, than the one that was meant.
    private static string? UnknownOption(string name, string[] words)
    {
        if (!KnownOptions.TryGetValue(name, out var known))
            return null; // the usage says what there is
        var unknown = words.FirstOrDefault(word => known.Length == 0 || (word.StartsWith("--", StringComparison.Ordinal) && !known.Contains(word)));
        return unknown is null ? null
            : known.Length == 0 ? $"{unknown}: worker {name} has no options"
            : $"{unknown}: no option of worker {name}, which has {string.Join(", ", known)}";
    }
}
