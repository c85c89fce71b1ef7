using System.Globalization;
using Microsoft.EntityFrameworkCore;
using UserService.Api;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Devices;
using UserService.Core.Errors;
using UserService.Core.Persistence;
using UserService.Core.Profiles;
using UserService.Core.Sessions;

namespace UserService.Benchmarks.Limits;

/// <summary>
/// Gives customers that <c>worker seed</c> made a device, a session and a profile with encrypted fields, and writes a line of its id and access tokens for each: ten
/// thousand logins would take minutes of hashing, and reads are what is measured.
/// </summary>
internal static class SignedInCustomers
{
    public static async Task<int> WriteAsync(string count, string tokens, string file)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.AddApi();
        await using var app = builder.Build();
        List<Guid> users;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            users = await scope.ServiceProvider.GetRequiredService<UserDbContext>().Users
                .Where(u => u.Status == UserStatus.Active).OrderBy(u => u.Id).Take(int.Parse(count, CultureInfo.InvariantCulture)).Select(u => u.Id).ToListAsync();
        }

        var lines = new string[users.Count];
        await Parallel.ForAsync(0, users.Count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, ct) => lines[n] = await SignInAsync(app.Services, users[n], n, int.Parse(tokens, CultureInfo.InvariantCulture), ct));
        await File.WriteAllLinesAsync(file, lines);
        return 0;
    }

    private static async Task<string> SignInAsync(IServiceProvider services, Guid user, int number, int tokens, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var (db, time) = (scope.ServiceProvider.GetRequiredService<UserDbContext>(), scope.ServiceProvider.GetRequiredService<TimeProvider>());
        var now = time.GetUtcNow();
        var device = Device.Recognise(user, DeviceTokens.Hash(user.ToString()), null, null, TimeSpan.FromDays(90), now);
        var session = Session.Start(
            new NewSession(Guid.CreateVersion7(now), user, device.Id, SessionStarter.FirstPartyClient, ["pwd"], "aal1", null, null, new byte[32], now.AddHours(12), now.AddHours(12), null), now);
        db.AddRange(device, session);
        await db.SaveChangesAsync(ct);
        var details = new DetailsChange
        {
            DateOfBirth = Optional<DateOnly?>.Of(new DateOnly(1960, 1, 1).AddDays(number % 15_000)),
            Addresses = Optional<IReadOnlyList<PostalAddress>?>.Of([new PostalAddress("home", $"{number} Broad Street", null, "Lagos", "Lagos", "101001", "NG")]),
        };
        var updated = await scope.ServiceProvider.GetRequiredService<IProfileService>().UpdateAsync(user, ExpectedRevision.OneOf(1), new ProfileChange(), details, Actor.System, ct);
        if (updated is not ProfileUpdateResult.Updated)
            throw new InvalidOperationException($"The profile of customer {user} was not changed: {updated}");
        var issuer = scope.ServiceProvider.GetRequiredService<AccessTokenIssuer>();
        var claims = new UserTokenClaims(user, session.Id, SessionStarter.FirstPartyClient, SessionStarter.FirstPartyScope, "aal1", ["pwd"], now, 0, []);
        var line = user.ToString();
        for (var n = 0; n < tokens; n++)
            line += $" {(await issuer.IssueAsync(claims, ct)).Value}";
        return line;
    }
}
