namespace UserService.Core.Preferences;

/// <summary>What customers can be told of, and how.</summary>
public static class Topics
{
    /// <summary>Who signed in, what was changed: always sent, whatever is chosen.</summary>
    public const string Security = "security";

    /// <summary>Verification, limits, statements and the like.</summary>
    public const string Account = "account";

    /// <summary>Money that came or went.</summary>
    public const string Payments = "payments";

    /// <summary>Offers; only with consent.</summary>
    public const string Offers = "offers";

    /// <summary>Those that a customer can choose the channels of.</summary>
    public static readonly IReadOnlyList<string> Chosen = [Account, Payments, Offers];

    public const string Email = "email";
    public const string Sms = "sms";
    public const string InApp = "in_app";

    public static readonly IReadOnlyList<string> Channels = [Email, Sms, InApp];

    /// <summary>Where a customer has chosen nothing.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Defaults = new Dictionary<string, IReadOnlyList<string>>
    {
        [Account] = [Email, InApp],
        [Payments] = [InApp],
        [Offers] = [InApp],
    };
}
