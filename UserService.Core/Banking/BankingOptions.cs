using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Banking;

/// <summary>Linked accounts and saved billers. Section <c>Banking</c>.</summary>
public sealed class BankingOptions
{
    public const string Section = "Banking";

    /// <summary>The order of <see cref="Resolvers"/> where none is configured.</summary>
    internal static readonly string[] UsualOrder = ["paystack", "flutterwave", "sandbox"];

    /// <summary>Who is asked for the name on an account, in this order. Default: paystack, flutterwave, sandbox.</summary>
    public IReadOnlyList<string> Resolvers { get; set; } = [];

    /// <summary>Accounts that a customer may have linked at a time. Default 5.</summary>
    [Range(1, 100)]
    public int MaxAccounts { get; set; } = 5;

    /// <summary>Accounts that a customer may look up within 24 hours. Default 10: more is somebody who looks for names.</summary>
    [Range(1, 1000)]
    public int LookupsPerDay { get; set; } = 10;

    /// <summary>Billers that a customer may save. Default 50.</summary>
    [Range(1, 1000)]
    public int MaxBillers { get; set; } = 50;

    /// <summary>How long lists of banks and bills are kept before they are read again. Default 12 hours; kept on while a partner is away.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan KeepLists { get; set; } = TimeSpan.FromHours(12);

    internal IEnumerable<string> Order => Resolvers.Count > 0 ? Resolvers : UsualOrder;
}
