namespace UserService.Core.Mfa.TransactionPins;

/// <summary>The short secret that a customer approves payments with. Apart from the password: knowing one tells nothing of the other.</summary>
internal sealed class TransactionPin
{
    /// <summary>Wrong tries in a row before the PIN works no more until it is reset. Ten thousand PINs and five tries: a thief has one chance in two thousand.</summary>
    public const int MaxFailures = 5;

    private TransactionPin()
    {
    }

    public Guid UserId { get; private init; }

    /// <summary>Argon2id in PHC string format. A short secret is guessed from any hash: the counter is what protects it.</summary>
    public string Hash { get; private set; } = "";

    public int Failures { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public static TransactionPin Create(Guid userId, string hash, DateTimeOffset now) => new() { UserId = userId, Hash = hash, ChangedAt = now };

    public void Replace(string hash, DateTimeOffset now) => (Hash, Failures, ChangedAt) = (hash, 0, now);
}
