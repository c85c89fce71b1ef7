using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Kyc;

/// <summary>What customers do to prove who they are. The sandbox answers by the first digits of a number: see docs/api/kyc.md.</summary>
internal static class KycSteps
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static int numbers;

    /// <summary>11 digits that no other test uses, with the first three that decide what the sandbox says.</summary>
    public static string Number(string prefix = "222") =>
        $"{prefix}{Interlocked.Increment(ref numbers):00000}{System.Security.Cryptography.RandomNumberGenerator.GetInt32(1000):000}";

    public static async Task<JsonElement> KycAsync(this Customer customer) => await customer.Client.GetFromJsonAsync<JsonElement>("/v1/kyc");

    public static Task<HttpResponseMessage> ProveAsync(this Customer customer, string kind, string number, string dateOfBirth = "1990-04-12") => customer.Client.PostAsJsonAsync(
        $"/v1/kyc/{kind}", new Dictionary<string, string> { [kind] = number, ["dateOfBirth"] = dateOfBirth });

    /// <summary>Opens a check and waits until it is settled.</summary>
    public static async Task<JsonElement> SettleAsync(this Customer customer, string kind, string number, string dateOfBirth = "1990-04-12")
    {
        using var response = await customer.ProveAsync(kind, number, dateOfBirth);
        Assert.True(response.StatusCode is HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return await customer.SettledAsync(kind);
    }

    public static async Task<JsonElement> SettledAsync(this Customer customer, string kind)
    {
        var kyc = await customer.UntilAsync(k => Check(k, kind) is { } check && check.GetProperty("state").GetString() is not ("pending" or "waiting"), $"{kind} to be settled");
        return Check(kyc, kind)!.Value;
    }

    public static JsonElement? Check(JsonElement kyc, string kind) =>
        kyc.GetProperty("checks").EnumerateArray().Where(c => c.GetProperty("kind").GetString() == kind).Select(c => (JsonElement?)c).SingleOrDefault();

    public static string? CaseState(this JsonElement kyc) => kyc.GetProperty("case") is { ValueKind: JsonValueKind.Object } c ? c.GetProperty("state").GetString() : null;

    public static async Task<HttpResponseMessage> SubmitAsync(this Customer customer, int? targetTier = null) =>
        await customer.Client.PostAsJsonAsync("/v1/kyc/submit", new { targetTier });

    public static async Task<JsonElement> UntilAsync(this Customer customer, Func<JsonElement, bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var kyc = await customer.KycAsync();
            if (condition(kyc))
                return kyc;
            if (patience.IsCancellationRequested)
                Assert.Fail($"Waited {Patience.TotalSeconds:0} s for {what}: {kyc}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Proves a BVN and gets tier 1.</summary>
    public static async Task ReachTier1Async(this Customer customer, string? bvn = null)
    {
        await customer.SettleAsync("bvn", bvn ?? Number());
        using var submitted = await customer.SubmitAsync(1);
        Assert.True(submitted.StatusCode is HttpStatusCode.OK, await submitted.Content.ReadAsStringAsync());
        await customer.UntilAsync(k => k.GetProperty("tier").GetInt32() == 1, "tier 1");
    }
}
