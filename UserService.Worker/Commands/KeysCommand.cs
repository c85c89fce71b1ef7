using System.Globalization;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Protection;

namespace UserService.Worker.Commands;

/// <summary><c>worker keys …</c>: the keys that sign access tokens, and what wraps the keys of data.</summary>
internal sealed class KeysCommand(IKeyRotation keys, IKeyRewrapping rewrapping)
{
    public async Task<int> RunAsync(string[] arguments, CancellationToken ct) => arguments switch
    {
        ["list"] => await ListAsync(ct),
        ["rotate"] => Print(await keys.PublishNextAsync(ct)),
        ["rotate", "--now"] => Print(await keys.ReplaceAsync(ct)),
        ["withdraw", "--id", var keyId] => await WithdrawAsync(keyId, ct),
        ["rewrap", .. var rest] => await RewrapAsync(rest, ct),
        _ => 2,
    };

    private async Task<int> ListAsync(CancellationToken ct)
    {
        foreach (var key in await keys.ListAsync(ct))
            Console.WriteLine(Describe(key));
        return 0;
    }

    private async Task<int> RewrapAsync(string[] arguments, CancellationToken ct)
    {
        if (Options.Parse(arguments) is not { } options
            || !int.TryParse(options.GetValueOrDefault("batch", "200"), NumberStyles.None, CultureInfo.InvariantCulture, out var batch) || batch is < 1 or > 10_000)
            return 2;
        try
        {
            var end = await rewrapping.RewrapAsync(batch, new Line(), ct);
            foreach (var (masterKey, count) in await rewrapping.CountAsync(ct))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{masterKey}\twraps {count} data keys"));
            if (end.Failed > 0)
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{end.Failed} data keys could not be unwrapped: their master key is not configured (Protection:RetiredMasterKeys)"));
            else
                Console.WriteLine(end.Remaining == 0 ? "done: retired master keys may be taken out of the configuration" : "not all: another run holds the rest");
            return end.Remaining == 0 ? 0 : 1;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Console.WriteLine("stopped; what is done stays done, run it again to go on");
            return 1;
        }
    }

    private async Task<int> WithdrawAsync(string keyId, CancellationToken ct)
    {
        switch (await keys.WithdrawAsync(keyId, ct))
        {
            case KeyWithdrawalResult.Withdrawn(var successor):
                Console.WriteLine($"withdrawn {keyId}; our hosts refuse its tokens within a second, and others when they read the key set again");
                if (successor is not null)
                    Console.WriteLine($"made {Describe(successor)}");
                return 0;
            default:
                await Console.Error.WriteLineAsync($"there is no key {keyId}: worker keys list names them");
                return 1;
        }
    }

    private static int Print(KeyRotationResult result)
    {
        Console.WriteLine(result switch
        {
            KeyRotationResult.Made(var key) => $"made {Describe(key)}",
            KeyRotationResult.NotNeeded(var newest) => $"nothing made: a new key is there already, {Describe(newest)}",
            _ => throw new System.Diagnostics.UnreachableException(),
        });
        return 0;
    }

    private static string Describe(SigningKeyView key)
    {
        var end = key.RetiredAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"accepted until {at:u}") : "no successor yet";
        return string.Create(CultureInfo.InvariantCulture, $"{key.KeyId}\tsigns from {key.ActiveFrom:u}\t{end}");
    }

    // One line per batch: an operator sees it move, and a log keeps it.
    private sealed class Line : IProgress<RewrapProgress>
    {
        public void Report(RewrapProgress value) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rewrapped {value.Rewrapped}, {value.Remaining} to go"));
    }
}
