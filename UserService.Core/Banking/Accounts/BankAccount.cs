namespace UserService.Core.Banking.Accounts;

/// <summary>A customer's own account at another bank.</summary>
internal sealed class BankAccount
{
    private BankAccount()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public string BankCode { get; private init; } = "";

    public string BankName { get; private init; } = "";

    public byte[] NumberProtected { get; private init; } = [];

    /// <summary>HMAC of bank and number: the same account is linked once.</summary>
    public byte[] NumberIndex { get; private init; } = [];

    /// <summary>The last four digits, by which the customer knows it.</summary>
    public string Ending { get; private init; } = "";

    /// <summary>The name that the bank has, encrypted.</summary>
    public byte[] NameProtected { get; private init; } = [];

    /// <summary>How well that name is the customer's: 0 to 1.</summary>
    public decimal Score { get; private init; }

    /// <summary>False in the band that people look at: then money is not sent there by default.</summary>
    public bool Verified { get; private init; }

    /// <summary>When it was made the default. The linked account with the latest such time is the default: no other row has to change with it.</summary>
    public DateTimeOffset? DefaultSince { get; private set; }

    public DateTimeOffset LinkedAt { get; private init; }

    public DateTimeOffset? UnlinkedAt { get; private set; }

    public static BankAccount Link(Guid id, Guid userId, Bank bank, string number, SealedAccount kept, decimal score, bool verified, DateTimeOffset now) => new()
    {
        Id = id,
        UserId = userId,
        BankCode = bank.Code,
        BankName = bank.Name,
        NumberProtected = kept.Number,
        NumberIndex = kept.Index,
        Ending = number[^4..],
        NameProtected = kept.Name,
        Score = score,
        Verified = verified,
        LinkedAt = now,
    };

    public void MakeDefault(DateTimeOffset now) => DefaultSince = now;

    public void Unlink(DateTimeOffset now) => UnlinkedAt ??= now;
}

/// <summary>What is kept of an account that may not be read.</summary>
internal sealed record SealedAccount(byte[] Number, byte[] Index, byte[] Name);
