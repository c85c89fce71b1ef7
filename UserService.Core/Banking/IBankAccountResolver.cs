namespace UserService.Core.Banking;

/// <summary>Somebody who knows whose a bank account is. Asked in the order of <c>Banking:Resolvers</c>.</summary>
public interface IBankAccountResolver
{
    /// <summary>As in <c>Banking:Resolvers</c>, such as <c>paystack</c>.</summary>
    string Name { get; }

    bool IsConfigured { get; }

    /// <summary>What a look-up costs, in minor units of NGN; 0 where it is not configured.</summary>
    long Cost { get; }

    Task<AccountAnswer> ResolveAsync(string bankCode, string accountNumber, CancellationToken ct);

    /// <summary>The banks that it knows accounts of; null where it cannot tell now.</summary>
    Task<IReadOnlyList<Bank>?> ListBanksAsync(CancellationToken ct);
}

/// <param name="Code">The code that accounts are resolved with.</param>
public sealed record Bank(string Code, string Name);

/// <summary>What is known of an account.</summary>
public abstract record AccountAnswer
{
    private AccountAnswer()
    {
    }

    /// <param name="Name">As the bank has it.</param>
    public sealed record Found(string Name) : AccountAnswer
    {
        public override string ToString() => "[account]";
    }

    public sealed record NotFound : AccountAnswer;

    /// <summary>Surely not asked.</summary>
    public sealed record Unavailable : AccountAnswer;

    /// <summary>Perhaps asked, and no answer understood.</summary>
    public sealed record Unknown : AccountAnswer;
}
