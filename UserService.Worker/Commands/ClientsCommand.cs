using System.Globalization;
using UserService.Core.Authentication.Clients;

namespace UserService.Worker.Commands;

/// <summary><c>worker clients …</c>: service identities. A new secret is the last line printed, and is printed once.</summary>
internal sealed class ClientsCommand(IClientService clients)
{
    public async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        var options = Options.Parse(arguments.Skip(1));
        return (arguments.FirstOrDefault(), options?.GetValueOrDefault("id")) switch
        {
            (_, _) when options is null => 2,
            ("list", _) => await ListAsync(ct),
            ("add", { } id) => await AddAsync(id, options, ct),
            ("rotate", { } id) => await RotateAsync(id, options, ct),
            ("disable", { } id) => await DisableAsync(id, ct),
            _ => 2,
        };
    }

    private async Task<int> ListAsync(CancellationToken ct)
    {
        foreach (var client in await clients.ListAsync(ct))
        {
            var state = client.DisabledAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"disabled {at:u}") : "enabled";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{client.ClientId}\t{state}\t{client.CreatedAt:u}\t{string.Join(' ', client.Scopes)}"));
        }

        return 0;
    }

    private async Task<int> AddAsync(string id, Dictionary<string, string> options, CancellationToken ct)
    {
        var scopes = options.GetValueOrDefault("scopes", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var secret = options.TryGetValue("secret-file", out var file) ? (await File.ReadAllTextAsync(file, ct)).Trim() : null;
        return Print(await clients.AddAsync(id, scopes, secret, ct), showSecret: secret is null);
    }

    private async Task<int> RotateAsync(string id, Dictionary<string, string> options, CancellationToken ct)
    {
        var hours = options.GetValueOrDefault("overlap", "24h").TrimEnd('h');
        return int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var overlap) && overlap <= 720
            ? Print(await clients.RotateAsync(id, TimeSpan.FromHours(overlap), ct), showSecret: true)
            : 2;
    }

    private async Task<int> DisableAsync(string id, CancellationToken ct)
    {
        if (await clients.DisableAsync(id, ct))
        {
            Console.WriteLine($"client {id} is disabled; its tokens run out within minutes");
            return 0;
        }

        await Console.Error.WriteLineAsync($"there is no client {id}");
        return 1;
    }

    private static int Print(NewClientResult result, bool showSecret)
    {
        switch (result)
        {
            case NewClientResult.Made(var id, var secret):
                Console.WriteLine(showSecret ? $"client {id}; this is its secret, shown once:" : $"client {id} is made");
                if (showSecret)
                    Console.WriteLine(secret);
                return 0;
            case NewClientResult.Failed(var error):
                Console.Error.WriteLine($"{error.Code}: {error.Detail}");
                return 1;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
