using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Privacy;

/// <summary>A customer's copy of her data: complete, decrypted, fetched once.</summary>
[Collection(ServersCollection.Name)]
public sealed partial class ExportTests(StackFixture fixture) : IClassFixture<StackFixture>, IAsyncLifetime
{
    private Stack stack = null!;

    public async Task InitializeAsync() => stack = await fixture.StartAsync(new StackOptions { Settings = new() { ["Privacy:PollInterval"] = "00:00:00.2" } });

    public async Task DisposeAsync() => await stack.DisposeAsync();

    [Fact]
    public async Task Holds_everything_decrypted_for_machines_and_for_people()
    {
        var customer = await CreateAsync();

        var token = await ExportAsync(customer);
        using var answer = await DownloadAsync(customer, token);

        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("data-export.zip", answer.Content.Headers.ContentDisposition?.FileName);
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var json = JsonDocument.Parse(await ReadAsync(zip, "data.json")).RootElement;
        var details = json.GetProperty("profile_details")[0];
        Assert.Equal("1990-05-17", details.GetProperty("date_of_birth").GetString());
        Assert.Equal("12 Marina Road", details.GetProperty("addresses")[0].GetProperty("Line1").GetString());
        Assert.Equal("Chidi & Co", details.GetProperty("next_of_kin").GetProperty("FullName").GetString());
        Assert.Equal(customer.Email, json.GetProperty("users")[0].GetProperty("email").GetString());
        Assert.Equal(customer.SessionId, json.GetProperty("sessions")[0].GetProperty("id").GetGuid());
        Assert.Contains(json.GetProperty("audit_entries").EnumerateArray(), e => e.GetProperty("action").GetString() == "user.registered");
        var page = await ReadAsync(zip, "data.html");
        Assert.Contains("1990-05-17", page, StringComparison.Ordinal);
        Assert.Contains("Chidi &amp; Co", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, zip.Entries.Count(e => e.FullName.StartsWith("files/avatar-", StringComparison.Ordinal)));
        foreach (var secret in (string[])["argon2", "$argon", customer.Password])
            Assert.DoesNotContain(secret, json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_works_once_even_for_twenty_at_once()
    {
        var customer = await CreateAsync();
        var token = await ExportAsync(customer);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => DownloadAsync(customer, token)));

        Assert.Single(answers, a => a.IsSuccessStatusCode);
        foreach (var loser in answers.Where(a => !a.IsSuccessStatusCode))
            await loser.ShouldBeProblemAsync(HttpStatusCode.Gone, "invalid_link");
        var shown = await (await customer.Client.GetAsync("/v1/data/export")).ReadJsonAsync();
        Assert.Equal("downloaded", shown.GetProperty("items")[0].GetProperty("state").GetString());
        await stack.UseWorkerAsync<UserService.Core.Storage.FileSweep, int>(sweep => sweep.SweepAsync(CancellationToken.None));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM stored_files WHERE user_id = $1 AND purpose = 'export'", customer.Id));
    }

    [Fact]
    public async Task The_link_is_worth_nothing_to_another_customer_and_is_not_spent_by_her()
    {
        var customer = await CreateAsync();
        var other = await stack.CreateCustomerAsync();
        var token = await ExportAsync(customer);

        using var foreign = await DownloadAsync(other, token);
        using var own = await DownloadAsync(customer, token);

        await foreign.ShouldBeProblemAsync(HttpStatusCode.Gone, "invalid_link");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task While_one_is_prepared_that_one_is_answered()
    {
        await using var withoutWorker = await fixture.StartAsync(new StackOptions { WithWorker = false });
        var worker = await withoutWorker.StartWorkerAsync();
        var customer = await withoutWorker.CreateCustomerAsync();
        await worker.DisposeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => customer.Client.PostAsync("/v1/data/export", content: null)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        var ids = await Task.WhenAll(answers.Select(async a => (await a.ReadJsonAsync()).GetProperty("id").GetGuid()));
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task The_archive_in_the_store_is_encrypted_and_goes_when_nobody_fetches_it()
    {
        var customer = await CreateAsync();
        var token = await ExportAsync(customer);
        var stored = await stack.UseAsync<UserService.Core.Storage.IStorageService, string>(async storage =>
        {
            var id = await stack.QueryAsync<Guid>("SELECT id FROM stored_files WHERE user_id = $1 AND purpose = 'export'", customer.Id);
            await using var stream = await storage.OpenAsync($"users/{customer.Id:n}/export/{id:n}/export.bin", CancellationToken.None);
            using var copy = new MemoryStream();
            await stream!.CopyToAsync(copy);
            return System.Text.Encoding.Latin1.GetString(copy.ToArray());
        });
        Assert.DoesNotContain("PK\u0003\u0004", stored, StringComparison.Ordinal);

        stack.Clock.Advance(TimeSpan.FromHours(73));
        await stack.UseWorkerAsync<UserService.Core.Privacy.Exports.ExportWork, int>(work => work.ExpireAsync(CancellationToken.None));

        Assert.Equal("Expired", await stack.QueryAsync<string>("SELECT state FROM data_exports WHERE user_id = $1", customer.Id));
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM stored_files WHERE user_id = $1 AND purpose = 'export' AND state = 'Kept'", customer.Id));
        Assert.NotEmpty(token);
    }

    private async Task<Customer> CreateAsync()
    {
        var customer = await stack.CreateCustomerAsync();
        using var patched = await customer.PatchProfileAsync(
            """
            {
              "dateOfBirth": "1990-05-17", "addresses": [{ "kind": "home", "line1": "12 Marina Road", "city": "Lagos", "state": "Lagos", "country": "NG" }],
              "nextOfKin": { "fullName": "Chidi & Co", "relationship": "friend" }
            }
            """,
            "\"1\"");
        Assert.True(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync());
        using var picture = new ByteArrayContent(Pictures.Photograph("x", 100, 100)) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var put = await customer.Client.PutAsync("/v1/profile/avatar", picture);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        return customer;
    }

    private Task<string> ExportAsync(Customer customer) => AskAsync(stack, customer);

    /// <summary>Asks for an export and gives the token of the link that the message brings.</summary>
    internal static async Task<string> AskAsync(Stack stack, Customer customer, Mail? after = null)
    {
        using var asked = await customer.Client.PostAsync("/v1/data/export", content: null);
        Assert.True(asked.StatusCode is HttpStatusCode.Accepted, await asked.Content.ReadAsStringAsync());
        return TokenInLink().Match((await stack.ReadMailAsync(customer.Contact, "data_export_ready", after)).Body).Groups[1].Value;
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a customer's copy says, for machines; nothing escaped that need not be.</summary>
    internal static async Task<string> ReadCopyAsync(Customer customer, string token)
    {
        using var answer = await DownloadAsync(customer, token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        return JsonSerializer.Serialize(JsonDocument.Parse(await ReadAsync(zip, "data.json")), Plain);
    }

    private static Task<HttpResponseMessage> DownloadAsync(Customer customer, string token) => customer.Client.PostAsJsonAsync("/v1/data/export/download", new { token });

    private static async Task<string> ReadAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex("data-export\\?token=([A-Za-z0-9_-]+)")]
    private static partial Regex TokenInLink();
}
