namespace UserService.Core.Authentication.Passwords;

/// <summary>The password of one user: only its hash, in PHC string format with the parameters that made it.</summary>
internal sealed class PasswordCredential
{
    private PasswordCredential()
    {
    }

    public Guid UserId { get; private init; }

    public string Hash { get; private set; } = "";

    public DateTimeOffset ChangedAt { get; private set; }

    public static PasswordCredential Create(Guid userId, string hash, DateTimeOffset now) =>
        new() { UserId = userId, Hash = hash, ChangedAt = now };

    /// <summary>The same password under newer parameters: not a change in the customer's eyes.</summary>
    public void Rehash(string hash) => Hash = hash;

    public void Change(string hash, DateTimeOffset now)
    {
        Hash = hash;
        ChangedAt = now;
    }
}
