using System.Globalization;
using System.Text;
using Npgsql;
using UserService.Core.Accounts;
using UserService.Core.Protection;

namespace UserService.Core.Admin.Customers;

/// <summary>
/// The statements of the search. Each is answered from an index, with millions of users too: e-mail and phone by the unique index of
/// verified contacts and a small one of the others, names by trigrams (pg_trgm).
/// </summary>
internal sealed class CustomerFinder(NpgsqlDataSource database, BlindIndexes indexes)
{
    private const string Columns = "SELECT id, status, kyc_tier, first_name, last_name, email, phone_number, country, created_at FROM users WHERE ";

    // A pattern shorter than a trigram has none, and would read the whole table.
    private const int ShortestPart = 3;

    private const string ByEmail = Columns + "((email = $1 AND email_verified_at IS NOT NULL) OR (email = $1 AND email_verified_at IS NULL)) ORDER BY email_verified_at, id LIMIT $2";
    private const string ByPhone = Columns + "((phone_number = $1 AND phone_verified_at IS NOT NULL) OR (phone_number = $1 AND phone_verified_at IS NULL)) ORDER BY phone_verified_at, id LIMIT $2";
    private const string ByBvn = Columns + "id = (SELECT user_id FROM kyc_identities WHERE kind = 'Bvn' AND number_index = $1) LIMIT $2";
    private const string ById = Columns + "id = $1 LIMIT $2";

    /// <summary>Null where the value can be none of its kind.</summary>
    public Task<List<CustomerListItem>?> FindAsync(CustomerQuery query, int limit, CancellationToken ct) => query.By switch
    {
        "id" when Guid.TryParse(query.Value, out var id) => ReadAsync(ById, new NpgsqlParameter<Guid> { TypedValue = id }, limit, ct),
        "email" when EmailAddress.TryCreate(query.Value, out var email) => ReadAsync(ByEmail, new NpgsqlParameter<string> { TypedValue = email.Value }, limit, ct),
        "phone" when PhoneNumber.TryCreate(query.Value, country: null, out var phone) => ReadAsync(ByPhone, new NpgsqlParameter<string> { TypedValue = phone.Value }, limit, ct),
        "name" when Patterns(query.Value) is { Length: > 0 } patterns => ByNameAsync(patterns, limit, ct),
        "bvn" when query.Value is { Length: 11 } bvn && bvn.All(char.IsAsciiDigit) => ByBvnAsync(bvn, limit, ct),
        _ => Task.FromResult<List<CustomerListItem>?>(null),
    };

    /// <summary>
    /// The statement that finds customers by so many parts of their name. A condition for each: LIKE ALL (array) says the same and is not looked
    /// up in the index. Of a name that thousands have no order is of use: the first that are met will do, and the answer says that there are more.
    /// </summary>
    internal static string ByName(int parts) =>
        string.Concat([Columns, "status <> 'Erased'", .. Enumerable.Range(2, parts).Select(n => string.Create(null, $" AND lower(first_name || ' ' || last_name) LIKE ${n}")), " LIMIT $1"]);

    private async Task<List<CustomerListItem>?> ByNameAsync(string[] patterns, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ByName(patterns.Length));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        foreach (var pattern in patterns)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = pattern });
        return await ReadAsync(command, ct);
    }

    private async Task<List<CustomerListItem>?> ByBvnAsync(string bvn, int limit, CancellationToken ct) =>
        await ReadAsync(ByBvn, new NpgsqlParameter<byte[]> { TypedValue = await indexes.ComputeAsync("bvn", bvn, ct) }, limit, ct);

    // Each word anywhere in the name, in any order; those too short for the index are told by the others.
    private static string[] Patterns(string text)
    {
        if (text.Length > 200 || !text.IsNormalized())
            return [];
        var words = text.ToLower(CultureInfo.InvariantCulture).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Array.Exists(words, w => w.EnumerateRunes().Count(Rune.IsLetterOrDigit) >= ShortestPart) && words.Length <= 6
            ? [.. words.Select(w => $"%{Escape(w)}%")]
            : [];
    }

    private static string Escape(string word) =>
        word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private async Task<List<CustomerListItem>?> ReadAsync(string statement, NpgsqlParameter what, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(what);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await ReadAsync(command, ct);
    }

    private static async Task<List<CustomerListItem>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<CustomerListItem>();
        while (await row.ReadAsync(ct))
        {
            found.Add(new CustomerListItem(
                row.GetGuid(0), UserStatusNames.FromStorage(row.GetString(1)), row.GetInt32(2), row.GetString(3), row.GetString(4),
                Masks.Email(row.IsDBNull(5) ? null : row.GetString(5)), Masks.Phone(row.IsDBNull(6) ? null : row.GetString(6)), row.GetString(7), row.GetFieldValue<DateTimeOffset>(8)));
        }

        return found;
    }
}
