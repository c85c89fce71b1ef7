namespace UserService.Core.Preferences.Consents;

/// <summary>Something that customers are asked to consent to, in one version of its words. Data: a new version of the words is a new row value.</summary>
internal sealed class ConsentPurpose
{
    /// <summary>Stands for every country that has no row of its own.</summary>
    public const string AnyCountry = "**";

    private ConsentPurpose()
    {
    }

    /// <summary>See <see cref="ConsentPurposes"/>.</summary>
    public string Purpose { get; private init; } = "";

    /// <summary>ISO 3166-1 alpha-2, or <see cref="AnyCountry"/>.</summary>
    public string Country { get; private init; } = "";

    /// <summary>Of the words that are shown now.</summary>
    public string Version { get; private init; } = "";

    /// <summary>What holds where the customer has decided nothing.</summary>
    public bool GrantedByDefault { get; private init; }
}
