using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using UserService.Core.Accounts;
using UserService.Core.Persistence;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Kyc;

namespace UserService.Tests.Integration.Privacy;

/// <summary>A customer who has left something of herself wherever the service takes it, and the words to look for.</summary>
internal sealed class Canaries
{
    private const string Hash = "not a secret: the hash of webhooks";

    // No word of it is one of a program, a template or a name of the sandbox.
    private readonly string mark = RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz", 10);
    private readonly Stack stack;

    private Canaries(Stack stack, Customer customer) => (this.stack, Customer) = (stack, customer);

    /// <summary>What a stack needs so that everything can be planted.</summary>
    public static Dictionary<string, string?> Settings => new() { ["Partners:Flutterwave:WebhookHash"] = Hash };

    public Customer Customer { get; }

    /// <summary>What nobody may read in the database while she is a customer: all that DESIGN calls protected.</summary>
    public List<string> Protected { get; } = [];

    /// <summary>Of these what is hers: no secret, and no words of others. Her copy has it.</summary>
    public List<string> Hers { get; } = [];

    /// <summary>What may be read while she is a customer, and is gone with her.</summary>
    public List<string> Readable { get; } = [];

    public IEnumerable<string> All => Protected.Concat(Readable);

    public static async Task<Canaries> PlantAsync(Stack stack, string rabbitMq)
    {
        var customer = await stack.CreateCustomerAsync($"canary-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.com");
        var canaries = new Canaries(stack, customer);
        canaries.Readable.Add(customer.Email);
        canaries.Protected.AddRange([customer.Password, customer.RefreshToken, customer.DeviceToken, customer.AccessToken]);
        await canaries.BankAsync(); // while her name is that of the sandbox's account
        await canaries.ProfileAsync();
        await canaries.IdentityAsync();
        await canaries.ContactsAsync();
        await canaries.FactorsAsync();
        await canaries.SettingsAsync();
        await canaries.StaffAsync();
        await canaries.PartnersAsync(rabbitMq);
        return canaries;
    }

    private async Task BankAsync()
    {
        var number = Digits("069", 10);
        await SendAsync("POST", "/v1/banking/accounts", new { bankCode = "044", accountNumber = number });
        var reference = Digits("002", 10);
        await SendAsync("POST", "/v1/banking/billers", new { billerCode = "BIL119", itemCode = "CB141", reference, label = Mark("label") }, idempotencyKey: Guid.CreateVersion7(stack.Clock.GetUtcNow()).ToString());
        Hold(number, reference, "OKAFOR ADA NGOZI"); // the bank's name for her
    }

    // As the bank does it: names that an account was matched with are not hers to change.
    private Task<int> RenameAsync() => stack.UseAsync<UserDbContext, int>(async db =>
    {
        var (first, middle, last) = (Name(Mark("First")), Name(Mark("Middle")), Name(Mark("Last")));
        Assert.True((await db.Users.FindAsync(Customer.Id))!.TryChangeProfile(new ProfileChange { FirstName = first, MiddleName = Optional<PersonName?>.Of(middle), LastName = last }));
        return await db.SaveChangesAsync();

        static PersonName Name(string text) => PersonName.TryCreate(text, out var name) ? name : throw new InvalidOperationException(text);
    });

    private async Task ProfileAsync()
    {
        await RenameAsync();
        var (kinsNumber, taxId) = (Digits("+234803", 14), Digits("98", 13));
        using var patched = await Customer.PatchProfileAsync(
            $$"""
            {
              "displayName": "{{Mark("Display")}}", "occupation": "{{Mark("Occupation")}}", "dateOfBirth": "1990-04-12",
              "addresses": [{ "kind": "home", "line1": "7 {{Own("street")}}", "line2": "{{Own("floor")}}", "city": "{{Own("city")}}", "state": "Lagos", "postalCode": "101241", "country": "NG" }],
              "nextOfKin": { "fullName": "Kin {{Own("kin")}}", "relationship": "spouse", "phoneNumber": "{{kinsNumber}}", "email": "{{Own("mail")}}@example.com" },
              "taxId": "{{taxId}}"
            }
            """,
            (await Customer.Client.GetAsync("/v1/profile")).Headers.ETag!.ToString());
        Assert.True(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync());
        Hold(kinsNumber, taxId);
        using var picture = new ByteArrayContent(Pictures.Photograph(Mark("picture"), 100, 100)) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var avatar = await Customer.Client.PutAsync("/v1/profile/avatar", picture);
        Assert.True(avatar.IsSuccessStatusCode, await avatar.Content.ReadAsStringAsync());
    }

    private async Task IdentityAsync()
    {
        var (bvn, nin, document) = (KycSteps.Number(), KycSteps.Number(), "A" + KycSteps.Number());
        Assert.Equal("passed", (await Customer.SettleAsync("bvn", bvn)).GetProperty("state").GetString());
        Assert.Equal("passed", (await Customer.SettleAsync("nin", nin)).GetProperty("state").GetString());
        await SendAsync("POST", "/v1/kyc/document", new { type = "passport", number = document, country = "NG", expiresOn = "2099-12-31", frontFileId = await UploadAsync() });
        await SendAsync("POST", "/v1/kyc/selfie", new { fileId = await UploadAsync() });
        await SendAsync("POST", "/v1/kyc/address", new { line1 = $"12 {Own("road")}", city = Own("town"), country = "NG" });
        foreach (var kind in (string[])["document", "selfie", "address"])
            await Customer.SettledAsync(kind);
        await SendAsync("POST", "/v1/kyc/submit", new { targetTier = 3 });
        await Customer.UntilAsync(k => k.GetProperty("tier").GetInt32() == 3, "tier 3");
        await UploadAsync(); // one that is never used
        Hold(bvn, nin, document, "1990-04-12"); // the birthday of her profile and of her checks
    }

    private async Task ContactsAsync()
    {
        var number = Digits("+234805", 14);
        var asked = await SendAsync("POST", "/v1/profile/phone", new { phoneNumber = number });
        var code = (await stack.ReadMailAsync(number, "contact_change_code")).Code;
        await SendAsync("POST", "/v1/profile/contact-changes/verify", new { changeId = asked.GetProperty("changeId").GetGuid(), code });
        var wanted = $"{Secret("next")}@example.com"; // asked for and never proven
        await SendAsync("POST", "/v1/profile/email", new { email = wanted });
        await stack.ReadMailAsync(wanted, "contact_change_code");
        Readable.Add(number);
    }

    private async Task FactorsAsync()
    {
        var totp = await SendAsync("POST", "/v1/auth/factors/totp", new { name = Mark("authenticator") });
        var secret = totp.GetProperty("secret").GetString()!.Replace(" ", "", StringComparison.Ordinal);
        await SendAsync("PUT", "/v1/auth/pin", new { pin = "739146" });
        var codes = await SendAsync("POST", "/v1/auth/factors/recovery-codes", new { });
        Protected.AddRange([secret, .. codes.GetProperty("codes").EnumerateArray().Select(c => c.GetString()!)]);
        TotpSecret = OtpNet.Base32Encoding.ToBytes(secret);
        Notices.Add("Your transaction PIN was set");
        var device = (await SendAsync("GET", "/v1/devices")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await SendAsync("PATCH", $"/v1/devices/{device}", new { name = Mark("device") });
        await SendAsync("PATCH", $"/v1/auth/sessions/{Customer.SessionId}", new { name = Mark("session") });
        (await Customer.LoginAsync(password: Mark("password"))).Dispose(); // counters in Redis, a failed attempt in the trail
    }

    /// <summary>The bytes that the app of her second factor has.</summary>
    public byte[] TotpSecret { get; private set; } = [];

    /// <summary>Words of messages that she got, which stay in her app.</summary>
    public List<string> Notices { get; } = ["Your identity is verified"];

    private async Task SettingsAsync()
    {
        using var browser = stack.NewClient(Customer.AccessToken);
        browser.DefaultRequestHeaders.UserAgent.ParseAdd(Own("browser"));
        using var consent = await browser.PostAsJsonAsync("/v1/settings/consents", new { purpose = "marketing", version = "2026-01", decision = "granted" });
        Assert.Equal(HttpStatusCode.NoContent, consent.StatusCode);
        await SendAsync("POST", "/v1/settings/freeze");
        await SendAsync("DELETE", "/v1/settings/freeze");
        Notices.Add("Your account is frozen");
    }

    private async Task StaffAsync()
    {
        var support = await stack.CreateStaffAsync("support", "compliance");
        using var note = await support.Client.PostAsJsonAsync($"/v1/admin/users/{Customer.Id}/notes", new { text = $"She said {Secret("note")}" });
        Assert.True(note.IsSuccessStatusCode, await note.Content.ReadAsStringAsync());
        using var names = await support.Client.PostAsJsonAsync($"/v1/admin/users/{Customer.Id}/names", new { firstName = Secret("Newfirst"), lastName = Secret("Newlast"), reason = "A deed poll" });
        Assert.Equal(HttpStatusCode.Accepted, names.StatusCode);
    }

    private async Task PartnersAsync(string rabbitMq)
    {
        var body = $$$$"""{"event":"charge.completed","data":{"narration":"{{{{Secret("narration")}}}}","customer":{"email":"{{{{Secret("payer")}}}}@example.com"}}}""";
        using var webhook = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks/flutterwave") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        webhook.Headers.TryAddWithoutValidation("verif-hash", Hash);
        using var taken = await stack.Client.SendAsync(webhook);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);

        // Straight into this stack's inbox, since others share the exchanges: nobody can read it, and it becomes a dead letter.
        await using var other = await ForeignEvents.ConnectAsync(rabbitMq, stack.InboxQueue);
        await other.PublishAsync("", stack.InboxQueue, $$"""{"specversion":"1.0","id":"{{Mark("event")}}","source":"/kyc","type":"kyc.verification_failed.v1","subject":"{{Customer.Id}}","data":{"remark":"{{Secret("remark")}}"} }""");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await stack.QueryAsync<int>("SELECT count(*) FROM dead_letters WHERE subject = $1", Customer.Id.ToString()) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }

    private async Task<Guid> UploadAsync()
    {
        using var content = new ByteArrayContent(Pictures.Photograph(Secret("paper"), 60, 60)) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var response = await Customer.Client.PostAsync("/v1/kyc/files", content);
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.ReadJsonAsync()).GetProperty("fileId").GetGuid();
    }

    private async Task<System.Text.Json.JsonElement> SendAsync(string method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        using var answer = await Customer.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.StatusCode is HttpStatusCode.NoContent ? default : await answer.ReadJsonAsync();
    }

    private string Mark(string what) => Remember(what, Readable);

    private string Secret(string what) => Remember(what, Protected);

    private string Own(string what)
    {
        var word = Secret(what);
        Hers.Add(word);
        return word;
    }

    private void Hold(params string[] words)
    {
        Protected.AddRange(words);
        Hers.AddRange(words);
    }

    private string Remember(string what, List<string> among)
    {
        var word = what + mark;
        among.Add(word);
        return word;
    }

    private static string Digits(string prefix, int length) => prefix + RandomNumberGenerator.GetString("0123456789", length - prefix.Length);
}
