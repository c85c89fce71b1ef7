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
               worker keys rotate --now          the new key signs at once; who keeps a copy of the key set must read it again
               worker keys rewrap [--batch 200]  brings every data key under the current master key; stop it and run it again as you like
               worker clients add --id ID --scopes "A B" [--secret-file PATH] [--jwks-file PATH] [--on-behalf-to "SERVICE …"]
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

    public static async Task<int> RunAsync(IServiceProvider services, string command, string[] arguments)
    {
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
        catch (Exception e) when (e is not (OperationCanceledException or OptionsValidationException))
        {
            // One line an operator can act on; the inner message is PostgreSQL's or the vault's own.
            await Console.Error.WriteLineAsync($"worker {command}: {e.Message}{(e.InnerException is { } inner ? $" ({inner.Message})" : "")}");
            return 1;
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }
}
