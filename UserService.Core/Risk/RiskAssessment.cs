namespace UserService.Core.Risk;

/// <summary>How suspicious a sign-in is, and why.</summary>
internal sealed record RiskAssessment(int Score, IReadOnlyList<string> Reasons, RiskLevel Level, Origin? Origin);

/// <summary>What is done about it.</summary>
internal enum RiskLevel
{
    Allow,
    Ask,
    Refuse,
}

/// <summary>What a score is made of. Stable names: they stand in login_history and in the audit trail.</summary>
internal static class RiskReasons
{
    public const string NewDevice = "new_device";
    public const string NewNetwork = "new_network";
    public const string NewCountry = "new_country";
    public const string CountryChange = "country_change";
    public const string Velocity = "velocity";
    public const string CredentialChanged = "credential_changed";
}
