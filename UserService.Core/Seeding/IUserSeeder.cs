namespace UserService.Core.Seeding;

/// <summary>Fills a database with made-up customers, for measurements and demonstrations. Hosts offer it in Development and Staging only.</summary>
public interface IUserSeeder
{
    /// <summary>Adds users after those that earlier runs added; what was added stays when it is interrupted.</summary>
    /// <param name="count">How many.</param>
    /// <param name="password">Of all of them.</param>
    /// <param name="added">Told after each batch how many there are so far.</param>
    Task SeedAsync(int count, string password, Action<int> added, CancellationToken ct);
}
