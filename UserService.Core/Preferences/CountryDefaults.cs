using System.Collections.Frozen;

namespace UserService.Core.Preferences;

/// <summary>What holds in a country until the customer chooses. Time zones: the one of most people (IANA zone1970.tab).</summary>
internal static class CountryDefaults
{
    private static readonly FrozenDictionary<string, string> TimeZones = new Dictionary<string, string>
    {
        ["NG"] = "Africa/Lagos",
        ["BJ"] = "Africa/Porto-Novo",
        ["CM"] = "Africa/Douala",
        ["GH"] = "Africa/Accra",
        ["CI"] = "Africa/Abidjan",
        ["SN"] = "Africa/Dakar",
        ["KE"] = "Africa/Nairobi",
        ["TZ"] = "Africa/Dar_es_Salaam",
        ["UG"] = "Africa/Kampala",
        ["RW"] = "Africa/Kigali",
        ["ZA"] = "Africa/Johannesburg",
        ["EG"] = "Africa/Cairo",
        ["GB"] = "Europe/London",
        ["FR"] = "Europe/Paris",
        ["DE"] = "Europe/Berlin",
        ["US"] = "America/New_York",
        ["CA"] = "America/Toronto",
    }.ToFrozenDictionary();

    public static string TimeZone(string country) => TimeZones.GetValueOrDefault(country, "Etc/UTC");
}
