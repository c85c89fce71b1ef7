using System.Globalization;
using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;

namespace UserService.Worker.Commands;

/// <summary><c>worker clients …</c>: service identities. A new secret is the last line printed, and is printed once.</summary>
internal sealed class ClientsCommand(IClientService clients)
{
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromHours(720);

    private const string RequireDpop = "--require-dpop";

    public async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        var options = Options.Parse(arguments.Skip(1).Where(static word => word != RequireDpop));
        return (arguments.FirstOrDefault(), options?.GetValueOrDefault("id")) switch
        {
            (_, _) when options is null => 2,
            ("list", _) => await ListAsync(ct),
            ("add", { } id) => await AddAsync(id, options, arguments.Contains(RequireDpop), ct),
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
            var exchange = client.ExchangeAudiences.Count > 0 ? $"\ton behalf of customers: {string.Join(' ', client.ExchangeAudiences)}" : "";
            var dpop = client.RequiresDpop ? "\tDPoP only" : "";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{client.ClientId}\t{state}\t{client.CreatedAt:u}\t{client.Authentication}\t{string.Join(' ', client.Scopes)}{exchange}{dpop}"));
        }

        return 0;
    }

    private async Task<int> AddAsync(string id, Dictionary<string, string> options, bool requiresDpop, CancellationToken ct)
    {
        var client = new NewClient(id, Words(options, "scopes"))
        {
            Secret = (await ReadAsync(options, "secret-file", ct))?.Trim(),
            PublicKeys = await ReadAsync(options, "jwks-file", ct),
            ExchangeAudiences = Words(options, "on-behalf-to"),
            RequiresDpop = requiresDpop,
        };
        return Print(await clients.AddAsync(client, Actor.System, ct), showSecret: client.Secret is null);
    }

    private async Task<int> RotateAsync(string id, Dictionary<string, string> options, CancellationToken ct)
    {
        if (await ReadAsync(options, "jwks-file", ct) is { } keys)
            return Print(await clients.ReplaceKeysAsync(id, keys, Actor.System, ct), showSecret: false);
        var text = options.GetValueOrDefault("overlap", "24h");
        var overlap = ReadOverlap(text);
        if (overlap is null || overlap > LongestOverlap)
        {
            await Console.Error.WriteLineAsync(overlap is null ? $"--overlap: not a duration such as 24:00:00 ({text})" : $"--overlap: longer than 720 hours ({text})");
            return 2;
        }

        return Print(await clients.RotateAsync(id, overlap.Value, reason: null, Actor.System, ct), showSecret: true);
    }

    // 24h, 24 or 24:00:00, which TimeSpan.Parse would take for 24 days.
    private static TimeSpan? ReadOverlap(string text)
    {
        var parts = (text.EndsWith('h') ? $"{text[..^1]}:00:00" : text.Contains(':', StringComparison.Ordinal) ? text : $"{text}:00:00").Split(':');
        int[] numbers = [.. parts.Select(static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];
        return numbers is [>= 0 and <= 100_000 and var hours, >= 0 and < 60 and var minutes, >= 0 and < 60 and var seconds] ? new TimeSpan(hours, minutes, seconds) : null;
    }

    private async Task<int> DisableAsync(string id, CancellationToken ct)
    {
        if (await clients.DisableAsync(id, reason: null, Actor.System, ct))
        {
            Console.WriteLine($"client {id} is disabled; every host refuses its tokens within a second");
            return 0;
        }

        await Console.Error.WriteLineAsync($"there is no client {id}");
        return 1;
    }

    private static string[] Words(Dictionary<string, string> options, string name) =>
        options.GetValueOrDefault(name, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string?> ReadAsync(Dictionary<string, string> options, string name, CancellationToken ct) =>
        options.TryGetValue(name, out var path) ? await File.ReadAllTextAsync(path, ct) : null;

    private static int Print(NewClientResult result, bool showSecret)
    {
        switch (result)
        {
            case NewClientResult.Made(var id, var secret):
                showSecret &= secret is not null;
                Console.WriteLine(showSecret ? $"client {id}; this is its secret, shown once:" : $"client {id} is ready");
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
