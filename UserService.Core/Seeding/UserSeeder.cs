using Npgsql;
using NpgsqlTypes;
using UserService.Core.Accounts;
using UserService.Core.Authentication.Passwords;

namespace UserService.Core.Seeding;

/// <inheritdoc cref="IUserSeeder"/>
internal sealed class UserSeeder(NpgsqlDataSource database, PasswordHasher hasher, TimeProvider time) : IUserSeeder
{
    // Large enough that a commit costs nothing, small enough that progress shows.
    private const int BatchSize = 10_000;

    private const string Users =
        """
        COPY users (id, status, email, email_verified_at, phone_number, phone_verified_at, first_name, last_name, country, locale, kyc_tier, roles,
                    accepted_terms_version, accepted_terms_at, created_at, updated_at, profile_revision, factors_revision) FROM STDIN (FORMAT BINARY)
        """;

    private const string Credentials = "COPY password_credentials (user_id, hash, changed_at) FROM STDIN (FORMAT BINARY)";

    public async Task SeedAsync(int count, string password, Action<int> added, CancellationToken ct)
    {
        if (!Password.TryCreate(password, out var secret) || await hasher.HashAsync(secret, ct) is not HashResult.Hashed(var hash))
            throw new ArgumentException("A password has 10 to 256 characters.", nameof(password));
        var next = await NextNumberAsync(ct);
        if (next + (long)count > SeededUser.Last)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are made-up customers up to number {SeededUser.Last}.");
        for (var done = 0; done < count;)
        {
            var batch = Enumerable.Range(next + done, Math.Min(BatchSize, count - done)).Select(n => (User: new SeededUser(n), Id: Guid.CreateVersion7(time.GetUtcNow()))).ToList();
            await CopyAsync(batch, hash, ct);
            done += batch.Count;
            added(done);
        }
    }

    private async Task<int> NextNumberAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"SELECT coalesce(max(substring(email FROM 6 FOR 8)::int) + 1, 0) FROM users WHERE email LIKE 'seed-%@{SeededUser.Domain}'");
        command.CommandTimeout = 0; // reads all users
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task CopyAsync(IReadOnlyList<(SeededUser User, Guid Id)> batch, string hash, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var users = await connection.BeginBinaryImportAsync(Users, ct))
        {
            foreach (var (user, id) in batch)
                await WriteAsync(users, user, id, now, ct);
            await users.CompleteAsync(ct);
        }

        await using (var credentials = await connection.BeginBinaryImportAsync(Credentials, ct))
        {
            foreach (var (_, id) in batch)
            {
                await credentials.StartRowAsync(ct);
                await credentials.WriteAsync(id, NpgsqlDbType.Uuid, ct);
                await credentials.WriteAsync(hash, NpgsqlDbType.Varchar, ct);
                await credentials.WriteAsync(now, NpgsqlDbType.TimestampTz, ct);
            }

            await credentials.CompleteAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter row, SeededUser user, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await row.StartRowAsync(ct);
        await row.WriteAsync(id, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(nameof(UserStatus.Active), NpgsqlDbType.Varchar, ct);
        await row.WriteAsync(user.Email, NpgsqlDbType.Varchar, ct);
        await row.WriteAsync(now, NpgsqlDbType.TimestampTz, ct);
        await row.WriteAsync(user.PhoneNumber, NpgsqlDbType.Varchar, ct);
        await row.WriteAsync(now, NpgsqlDbType.TimestampTz, ct);
        await row.WriteAsync(user.FirstName, NpgsqlDbType.Varchar, ct);
        await row.WriteAsync(user.LastName, NpgsqlDbType.Varchar, ct);
        await row.WriteAsync("NG", NpgsqlDbType.Char, ct);
        await row.WriteAsync("en", NpgsqlDbType.Varchar, ct);
        await row.WriteAsync(0, NpgsqlDbType.Integer, ct);
        await row.WriteAsync(Array.Empty<string>(), NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
        await row.WriteAsync("seed", NpgsqlDbType.Varchar, ct);
        await row.WriteAsync(now, NpgsqlDbType.TimestampTz, ct);
        await row.WriteAsync(now, NpgsqlDbType.TimestampTz, ct);
        await row.WriteAsync(now, NpgsqlDbType.TimestampTz, ct);
        await row.WriteAsync(1, NpgsqlDbType.Integer, ct);
        await row.WriteAsync(0, NpgsqlDbType.Integer, ct);
    }
}
