using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Kyc;
using UserService.Tests.Integration.Partners;

namespace UserService.Tests.Integration.BankAccounts;

/// <summary>The sandbox's bank has Ada Okafor's accounts, and answers otherwise by the first digits: see docs/api/banking.md.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class BankingTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_customer_links_her_own_account_and_the_first_is_the_default()
    {
        var customer = await AdaAsync();

        using var response = await LinkAsync(customer, "0690000032");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var account = await response.ReadJsonAsync();
        Assert.Equal("••••••0032", account.GetProperty("accountNumber").GetString());
        Assert.Equal("Access Bank", account.GetProperty("bankName").GetString());
        Assert.True(account.GetProperty("verified").GetBoolean());
        Assert.True(account.GetProperty("isDefault").GetBoolean());
        Assert.Equal("passed", KycSteps.Check(await customer.KycAsync(), "bank_match")!.Value.GetProperty("state").GetString());
        foreach (var table in new[] { "bank_accounts", "kyc_checks", "partner_calls" })
            Assert.Equal(0, await stack.QueryAsync<long>($"SELECT count(*) FROM {table} t WHERE t::text LIKE '%0690000032%' OR t::text LIKE '%' || encode('0690000032', 'hex') || '%'"));
    }

    [Theory]
    [InlineData("044", "4440000001", HttpStatusCode.UnprocessableEntity, "account_name_differs")]
    [InlineData("044", "5550000001", HttpStatusCode.UnprocessableEntity, "account_not_found")]
    [InlineData("999", "0690000032", HttpStatusCode.UnprocessableEntity, "unknown_bank")]
    [InlineData("044", "7770000001", HttpStatusCode.ServiceUnavailable, "temporarily_unavailable")]
    public async Task What_is_not_hers_is_not_linked(string bank, string number, HttpStatusCode status, string code)
    {
        var customer = await AdaAsync();

        using var response = await LinkAsync(customer, number, bank);

        await response.ShouldBeProblemAsync(status, code);
        Assert.Empty(await AccountsAsync(customer));
    }

    [Fact]
    public async Task An_unclear_name_is_linked_and_never_the_default()
    {
        var customer = await AdaAsync();

        var account = await (await LinkAsync(customer, "3330000001")).ReadJsonAsync();

        Assert.False(account.GetProperty("verified").GetBoolean());
        Assert.False(account.GetProperty("isDefault").GetBoolean());
        using var refused = await customer.Client.PutAsync($"/v1/banking/accounts/{account.GetProperty("id").GetGuid()}/default", null);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "account_not_verified");
    }

    [Fact]
    public async Task The_default_moves_and_an_unlinked_account_is_gone_and_may_come_back()
    {
        var customer = await AdaAsync();
        var first = (await (await LinkAsync(customer, "0690000031")).ReadJsonAsync()).GetProperty("id").GetGuid();
        var second = (await (await LinkAsync(customer, "0690000032")).ReadJsonAsync()).GetProperty("id").GetGuid();

        Assert.Equal(HttpStatusCode.NoContent, (await customer.Client.PutAsync($"/v1/banking/accounts/{second}/default", null)).StatusCode);
        Assert.Equal([(second, true), (first, false)], (await AccountsAsync(customer)).Select(a => (a.GetProperty("id").GetGuid(), a.GetProperty("isDefault").GetBoolean())));
        Assert.Equal(HttpStatusCode.NoContent, (await customer.Client.DeleteAsync($"/v1/banking/accounts/{second}")).StatusCode);
        Assert.Equal([(first, true)], (await AccountsAsync(customer)).Select(a => (a.GetProperty("id").GetGuid(), a.GetProperty("isDefault").GetBoolean())));
        await (await customer.Client.DeleteAsync($"/v1/banking/accounts/{second}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.Created, (await LinkAsync(customer, "0690000032")).StatusCode);
        Assert.Equal(2, await stack.QueryAsync<long>("SELECT count(*) FROM partner_calls WHERE user_id = $1", customer.Id));
    }

    [Fact]
    public async Task Of_ten_requests_at_once_one_links_the_account_and_the_bank_is_asked_once()
    {
        var customer = await AdaAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => LinkAsync(customer, "0690000099")));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.Created);
        Assert.All(answers.Where(a => a.StatusCode is not HttpStatusCode.Created), a => Assert.Equal(HttpStatusCode.Conflict, a.StatusCode));
        Assert.Single(await AccountsAsync(customer));
        Assert.Equal(1, await stack.QueryAsync<long>("SELECT count(*) FROM partner_calls WHERE user_id = $1", customer.Id));
    }

    [Fact]
    public async Task Different_accounts_linked_at_once_are_all_linked_and_one_is_the_default()
    {
        var customer = await AdaAsync();

        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => LinkAsync(customer, $"069000005{i}")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        var accounts = await AccountsAsync(customer);
        Assert.Equal(4, accounts.Count);
        Assert.Single(accounts, a => a.GetProperty("isDefault").GetBoolean());
    }

    [Fact]
    public async Task Of_more_accounts_at_once_than_are_allowed_the_allowed_are_linked()
    {
        var customer = await AdaAsync();

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => LinkAsync(customer, $"069000006{i}")));

        Assert.Equal(5, answers.Count(a => a.StatusCode is HttpStatusCode.Created));
        foreach (var refused in answers.Where(a => a.StatusCode is not HttpStatusCode.Created))
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "too_many_accounts");
        Assert.Equal(5, (await AccountsAsync(customer)).Count);
    }

    [Fact]
    public async Task Defaults_chosen_at_once_are_all_accepted_and_one_stays()
    {
        var customer = await AdaAsync();
        var ids = new List<Guid>();
        for (var i = 1; i <= 3; i++)
            ids.Add((await (await LinkAsync(customer, $"069000007{i}")).ReadJsonAsync()).GetProperty("id").GetGuid());

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => customer.Client.PutAsync($"/v1/banking/accounts/{ids[i % 3]}/default", null)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.NoContent, a.StatusCode));
        Assert.Single(await AccountsAsync(customer), a => a.GetProperty("isDefault").GetBoolean());
    }

    [Fact]
    public async Task Looking_for_names_is_bounded_by_the_day()
    {
        var customer = await AdaAsync();
        for (var i = 0; i < 10; i++)
            await (await LinkAsync(customer, $"44400000{i:00}")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "account_name_differs");

        using var refused = await LinkAsync(customer, "4440000099");

        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    [Fact]
    public async Task Another_customers_account_is_as_good_as_none()
    {
        var (owner, other) = (await AdaAsync(), await AdaAsync());
        var id = (await (await LinkAsync(owner, "0690000032")).ReadJsonAsync()).GetProperty("id").GetGuid();

        await (await other.Client.DeleteAsync($"/v1/banking/accounts/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await other.Client.PutAsync($"/v1/banking/accounts/{id}/default", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Single(await AccountsAsync(owner));
    }

    [Fact]
    public async Task Billers_are_saved_once_they_know_the_reference()
    {
        var customer = await AdaAsync();
        Task<HttpResponseMessage> SaveAsync(string reference, string item = "CB141") => customer.Client.PostAsJsonAsync("/v1/banking/billers", new { billerCode = "BIL119", itemCode = item, reference, label = "Home TV" });

        using var saved = await SaveAsync("0025401100");
        Assert.Equal(HttpStatusCode.Created, saved.StatusCode);
        await (await SaveAsync("0025401100")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "biller_already_saved");
        await (await SaveAsync("5550000000")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid_biller_reference");
        await (await SaveAsync("7770000000")).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "temporarily_unavailable");
        await (await SaveAsync("0025401100", "XX")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown_biller");

        var biller = Assert.Single((await customer.Client.GetFromJsonAsync<JsonElement>("/v1/banking/billers")).GetProperty("items").EnumerateArray());
        Assert.Equal(("DSTV", "0025401100", "ADA OKAFOR"), (biller.GetProperty("billerName").GetString(), biller.GetProperty("reference").GetString(), biller.GetProperty("customerName").GetString()));
        Assert.Equal(0, await stack.QueryAsync<long>("SELECT count(*) FROM saved_billers t WHERE t::text LIKE '%0025401100%' OR t::text LIKE '%' || encode('0025401100', 'hex') || '%'"));
        var id = biller.GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NoContent, (await customer.Client.DeleteAsync($"/v1/banking/billers/{id}")).StatusCode);
        await (await customer.Client.DeleteAsync($"/v1/banking/billers/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task The_lists_are_there_for_the_signed_in()
    {
        var customer = await stack.CreateCustomerAsync();

        var banks = await customer.Client.GetFromJsonAsync<JsonElement>("/v1/banking/banks");
        var bills = await customer.Client.GetFromJsonAsync<JsonElement>("/v1/banking/bills");

        Assert.Contains(banks.GetProperty("items").EnumerateArray(), b => b.GetProperty("code").GetString() == "044");
        Assert.Contains(bills.GetProperty("items").EnumerateArray(), b => b.GetProperty("itemCode").GetString() == "CB141");
        Assert.Equal(HttpStatusCode.Unauthorized, (await stack.Client.GetAsync("/v1/banking/banks")).StatusCode);
    }

    [Fact]
    public async Task Who_waits_for_a_list_takes_the_failure_of_a_partner_that_hangs_instead_of_asking_in_turn()
    {
        using var paystack = new PartnerFake();
        paystack.Answer("GET", "/bank", 200, "{}", after: TimeSpan.FromSeconds(30));
        await using var own = await fixture.StartAsync(new StackOptions
        {
            Settings = new()
            {
                ["Partners:Paystack:BaseUrl"] = paystack.BaseUrl, ["Partners:Paystack:SecretKey"] = PartnerFake.Key,
                ["Partners:Paystack:AttemptTimeout"] = "00:00:02", ["Partners:Paystack:TotalTimeout"] = "00:00:03",
                ["Partners:Sandbox:Enabled"] = "false",
            },
        });
        var customer = await own.CreateCustomerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => customer.Client.GetAsync("/v1/banking/banks")));

        foreach (var answer in answers)
            await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "temporarily_unavailable");
        Assert.True(paystack.Count("GET", "/bank") is >= 1 and <= 3, string.Join(" ", paystack.Requests)); // one call with its repetitions
    }

    private async Task<Customer> AdaAsync()
    {
        var customer = await stack.CreateCustomerAsync();
        var profile = await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync();
        Assert.Equal(("Ada", "Okafor"), (profile.GetProperty("firstName").GetString(), profile.GetProperty("lastName").GetString()));
        return customer;
    }

    private static async Task<List<JsonElement>> AccountsAsync(Customer customer) =>
        [.. (await customer.Client.GetFromJsonAsync<JsonElement>("/v1/banking/accounts")).GetProperty("items").EnumerateArray()];

    private static Task<HttpResponseMessage> LinkAsync(Customer customer, string accountNumber, string bankCode = "044") =>
        customer.Client.PostAsJsonAsync("/v1/banking/accounts", new { bankCode, accountNumber });
}
