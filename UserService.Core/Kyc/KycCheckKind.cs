namespace UserService.Core.Kyc;

/// <summary>What can be checked of a customer. Stored by name, sent as snake_case text.</summary>
public enum KycCheckKind
{
    /// <summary>Bank Verification Number: 11 digits, one per person (Nigeria).</summary>
    Bvn,

    /// <summary>National Identification Number: 11 digits (Nigeria).</summary>
    Nin,

    /// <summary>Passport, driver's licence, voter's card or national identity card.</summary>
    Document,

    /// <summary>A picture of the customer's face, compared with the register's.</summary>
    Selfie,

    /// <summary>Where the customer lives.</summary>
    Address,

    /// <summary>A bank account elsewhere in the customer's own name.</summary>
    BankMatch,

    /// <summary>Whether a watchlist names the customer.</summary>
    Watchlist,
}

/// <summary>The wire form of <see cref="KycCheckKind"/>.</summary>
public static class KycCheckKindNames
{
    public static string ToWire(this KycCheckKind kind) => kind switch
    {
        KycCheckKind.Bvn => "bvn",
        KycCheckKind.Nin => "nin",
        KycCheckKind.Document => "document",
        KycCheckKind.Selfie => "selfie",
        KycCheckKind.Address => "address",
        KycCheckKind.BankMatch => "bank_match",
        KycCheckKind.Watchlist => "watchlist",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static KycCheckKind? FromWire(string text) => Enum.GetValues<KycCheckKind>().Where(kind => kind.ToWire() == text).Select(kind => (KycCheckKind?)kind).SingleOrDefault();
}
