using UserService.Core.Profiles.Countries;

namespace UserService.Tests.Unit.Profiles;

public sealed class CountryRulesTests
{
    [Theory]
    [InlineData("NG", "12345678-0001", "123456780001")]
    [InlineData("NG", "1234567890", "1234567890")]
    [InlineData("GH", "c0001234567", "C0001234567")]
    [InlineData("GH", "GHA-123456789-0", "GHA1234567890")]
    [InlineData("KE", "A123456789Z", "A123456789Z")]
    [InlineData("ZA", "0001339050", "0001339050")]
    [InlineData("DE", "86 095 742 719", "86095742719")]
    [InlineData("CA", "046 454 286", "046454286")]
    [InlineData("GB", "AB 12 34 56 C", "AB123456C")]
    [InlineData("GB", "19558 39661", "1955839661")]
    [InlineData("FR", "30 23 217 600 053", "3023217600053")]
    [InlineData("US", "219-09-9999", "219099999")]
    [InlineData("US", "665-01-0001", "665010001")]
    [InlineData("US", "912-50-3456", "912503456")]
    [InlineData("US", "999-88-7777", "999887777")]
    [InlineData("BR", "123.456.789-09", "12345678909")]
    public void A_tax_number_is_kept_without_separators(string country, string raw, string normal)
    {
        Assert.True(CountryRules.Of(country).TryTaxId(raw, out var found));
        Assert.Equal(normal, found);
    }

    [Theory]
    [InlineData("NG", "123")]
    [InlineData("ZA", "0001339051")]
    [InlineData("DE", "86095742718")]
    [InlineData("CA", "046454287")]
    [InlineData("GB", "QQ123456C")]
    [InlineData("GB", "2955839661")]
    [InlineData("GB", "1955839662")]
    [InlineData("FR", "3023217600054")]
    [InlineData("FR", "3023217610053")]
    [InlineData("US", "000-12-3456")]
    [InlineData("US", "666-12-3456")]
    [InlineData("US", "123-00-3456")]
    [InlineData("US", "123-45-0000")]
    [InlineData("US", "912-49-3456")]
    [InlineData("US", "912-66-3456")]
    [InlineData("US", "912-89-3456")]
    [InlineData("US", "912-93-3456")]
    [InlineData("KE", "B123456789Z")]
    [InlineData("BR", "<script>")]
    public void A_tax_number_of_the_wrong_form_or_check_digit_is_refused(string country, string raw) => Assert.False(CountryRules.Of(country).TryTaxId(raw, out _));

    [Theory]
    [InlineData("NG", null, true)]
    [InlineData("NG", "101241", true)]
    [InlineData("NG", "10124", false)]
    [InlineData("GB", "sw1a 1aa", true)]
    [InlineData("GB", "SW1A1AA", true)]
    [InlineData("GB", null, false)]
    [InlineData("US", "94103-1234", true)]
    [InlineData("US", "9410", false)]
    [InlineData("CA", "K1A 0B1", true)]
    [InlineData("CA", "D1A 0B1", false)]
    [InlineData("BR", "01310-100", true)]
    [InlineData("BR", "a;b", false)]
    public void Postal_codes_follow_their_country(string country, string? raw, bool valid) => Assert.Equal(valid, CountryRules.Of(country).TryPostalCode(raw, out _));

    [Theory]
    [InlineData("NG", "LA", "Lagos")]
    [InlineData("NG", "lagos", "Lagos")]
    [InlineData("NG", "NG-LA", "Lagos")]
    [InlineData("NG", "ng-la", "Lagos")]
    [InlineData("CA", "CA-QC", "Quebec")]
    [InlineData("US", "ca", "California")]
    [InlineData("BR", "São Paulo", "São Paulo")]
    public void A_state_is_known_by_its_name_or_its_code(string country, string raw, string name)
    {
        Assert.True(CountryRules.Of(country).TryState(raw, out var state));
        Assert.Equal(name, state);
    }

    [Theory]
    [InlineData("NG", "US-LA")]
    [InlineData("NG", "NGLA")]
    [InlineData("US", "NG-LA")]
    public void A_state_of_another_country_is_none(string country, string raw) => Assert.False(CountryRules.Of(country).TryState(raw, out _));

    [Fact]
    public void Nigeria_has_its_36_states_and_the_capital_territory()
    {
        string[] codes = ["AB", "AD", "AK", "AN", "BA", "BY", "BE", "BO", "CR", "DE", "EB", "ED", "EK", "EN", "FC", "GO", "IM", "JI", "KD", "KN", "KT", "KE", "KO", "KW", "LA", "NA", "NI", "OG", "ON", "OS", "OY", "PL", "RI", "SO", "TA", "YO", "ZA"];

        Assert.Equal(37, codes.Count(code => CountryRules.Of("NG").TryState(code, out _)));
        Assert.False(CountryRules.Of("NG").TryState(null, out _));
    }
}
