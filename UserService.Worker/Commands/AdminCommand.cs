using UserService.Core.Admin.Roles;

namespace UserService.Worker.Commands;

/// <summary><c>worker admin bootstrap</c>: the first admin, whom nobody else can make.</summary>
internal sealed class AdminCommand(IRoleService roles)
{
    public async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        var forced = arguments.Contains("--force");
        var options = Options.Parse(arguments.Skip(1).Where(a => a != "--force"));
        var reason = options?.GetValueOrDefault("reason");
        if (arguments is not ["bootstrap", ..] || options?.GetValueOrDefault("email") is not { } email || forced != !string.IsNullOrWhiteSpace(reason))
            return 2;
        if (await roles.BootstrapAsync(email, reason, ct) is { } error)
        {
            await Console.Error.WriteLineAsync($"{error.Code}: {error.Detail}");
            return 1;
        }

        Console.WriteLine("the account has the role admin from its next sign-in or refresh on; it needs a second factor");
        return 0;
    }
}
