using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserService.Core.Persistence;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Persistence;

/// <summary>Statements are prepared by themselves; a connection that breaks meanwhile must not spoil the next one.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class BrokenConnectionTests(ServersFixture servers)
{
    [Fact]
    public async Task A_connection_that_broke_under_a_statement_spoils_no_statement_of_the_next()
    {
        var there = new NpgsqlConnectionStringBuilder(await servers.CreateDatabaseAsync());
        await using var proxy = TcpFaultProxy.InFrontOf(there.Port);
        (there.Port, there.MaxPoolSize) = (proxy.Port, 1);
        var options = new DbContextOptionsBuilder<UserDbContext>().UseNpgsql(UserStore.Tuned(there.ConnectionString, DatabasePatience.OfRequests));
        UserStore.Configure(options);
        await using var db = new UserDbContext(options.Options);
        Assert.Equal(1, await AskAsync(db, "SELECT 1 AS \"Value\"")); // its second use would prepare it

        await proxy.CutAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(db, "SELECT 1 AS \"Value\""));
        proxy.Restore();

        for (var round = 0; round < 4; round++)
        {
            for (var n = 1; n <= 3; n++)
                Assert.Equal(n, await AskAsync(db, $"SELECT {n} AS \"Value\""));
        }
    }

    private static Task<int> AskAsync(UserDbContext db, string sql) => db.Database.SqlQueryRaw<int>(sql).SingleAsync();
}
