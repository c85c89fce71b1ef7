namespace UserService.Core.Preferences.Consents;

/// <summary>What customers are asked to consent to.</summary>
public static class ConsentPurposes
{
    /// <summary>Offers of the bank.</summary>
    public const string Marketing = "marketing";

    /// <summary>Use of the app is measured to improve it.</summary>
    public const string Analytics = "analytics";

    /// <summary>Data are given to partners that the customer uses through the bank.</summary>
    public const string DataSharing = "data_sharing";
}
