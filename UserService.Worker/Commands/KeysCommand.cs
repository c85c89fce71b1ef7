using System.Globalization;
using UserService.Core.Authentication.Tokens;

namespace UserService.Worker.Commands;

/// <summary><c>worker keys …</c>: the keys that sign access tokens.</summary>
internal sealed class KeysCommand(IKeyRotation keys)
{
    public async Task<int> RunAsync(string[] arguments, CancellationToken ct) => arguments switch
    {
        ["list"] => await ListAsync(ct),
        ["rotate"] => Print(await keys.PublishNextAsync(ct)),
        ["rotate", "--now"] => Print(await keys.ReplaceAsync(ct)),
        _ => 2,
    };

    private async Task<int> ListAsync(CancellationToken ct)
    {
        foreach (var key in await keys.ListAsync(ct))
            Console.WriteLine(Describe(key));
        return 0;
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
}
