using System.Net.Http.Json;
using System.Security.Cryptography;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Protection;

/// <summary>A backup in the wrong hands tells nothing that is protected.</summary>
[Collection(DataServersCollection.Name)]
public sealed class DumpTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task A_dump_of_the_database_holds_no_protected_value_in_any_form()
    {
        await using var stack = await fixture.StartAsync(new StackOptions());
        var customer = await stack.CreateCustomerAsync();
        var mark = RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz", 10);
        using var patched = await customer.PatchProfileAsync(
            $$"""
            {
              "displayName": "Readable {{mark}}", "dateOfBirth": "1987-03-09",
              "addresses": [{ "kind": "home", "line1": "7 {{mark}}-street", "line2": "{{mark}}-floor", "city": "{{mark}}-city", "state": "Lagos", "postalCode": "101241", "country": "NG" }],
              "nextOfKin": { "fullName": "Kin {{mark}}-kin", "relationship": "spouse", "phoneNumber": "+2348031239876", "email": "{{mark}}-kin@example.com" },
              "taxId": "9876543210987"
            }
            """,
            "\"1\"");
        Assert.True(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync());
        var totp = await (await customer.Client.PostAsJsonAsync("/v1/auth/factors/totp", new { name = "App" })).ReadJsonAsync();
        using var pin = await customer.Client.PutAsJsonAsync("/v1/auth/pin", new { pin = "739146" });
        Assert.True(pin.IsSuccessStatusCode, await pin.Content.ReadAsStringAsync());
        var codes = await (await customer.Client.PostAsync("/v1/auth/factors/recovery-codes", content: null)).ReadJsonAsync();

        // The table of development messages is what it says, and is not there in Production.
        var dump = await DatabaseDump.TakeAsync(stack.WorkerEnvironment["ConnectionStrings__userdb"], "development_messages");

        Assert.Equal(["Readable " + mark], dump.Canaries(["Readable " + mark])); // the search finds what is there
        List<string> planted =
        [
            "1987-03-09", $"{mark}-street", $"{mark}-floor", $"{mark}-city", $"{mark}-kin", "+2348031239876", "9876543210987", customer.Password, customer.RefreshToken, customer.DeviceToken, customer.AccessToken,
            totp.GetProperty("secret").GetString()!.Replace(" ", "", StringComparison.Ordinal), .. codes.GetProperty("codes").EnumerateArray().Select(c => c.GetString()!),
        ];
        Assert.Empty(dump.Canaries(planted));
        var secret = OtpNet.Base32Encoding.ToBytes(totp.GetProperty("secret").GetString()!.Replace(" ", "", StringComparison.Ordinal));
        Assert.DoesNotContain(Convert.ToHexString(secret), dump, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(secret).TrimEnd('='), dump, StringComparison.Ordinal);
    }
}
