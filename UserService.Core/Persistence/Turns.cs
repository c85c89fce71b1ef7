namespace UserService.Core.Persistence;

/// <summary>What those hold who must take turns, for <see cref="Transactions"/>: each is a statement that waits for whoever holds the same.</summary>
internal static class Turns
{
    /// <summary>Changes of one account. Rows that only refer to the user do not wait.</summary>
    public static FormattableString OfUser(Guid userId) => $"SELECT FROM users WHERE id = {userId} FOR NO KEY UPDATE";

    /// <summary>Acts that rely on an account as it is: they do not wait for each other, and a change of the account waits for them.</summary>
    public static FormattableString RelyingOnUser(Guid userId) => $"SELECT FROM users WHERE id = {userId} FOR SHARE";

    /// <summary>Whatever goes by a name, such as requests for the same thing.</summary>
    public static FormattableString OfName(string name) => $"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))";

    /// <summary>Whatever there is one of.</summary>
    /// <param name="number">Any that no other advisory lock of this database has.</param>
    public static FormattableString OfNumber(long number) => $"SELECT pg_advisory_xact_lock({number})";
}
