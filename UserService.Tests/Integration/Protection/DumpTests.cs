using System.Net.Http.Json;
using UserService.Tests.Fixtures;
using UserService.Tests.Integration.Privacy;

namespace UserService.Tests.Integration.Protection;

/// <summary>A backup in the wrong hands tells nothing that is protected.</summary>
[Collection(ServersCollection.Name)]
public sealed class DumpTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task A_dump_of_the_database_holds_no_protected_value_in_any_form()
    {
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = Canaries.Settings, WithWorker = false });
        var worker = await stack.StartWorkerAsync();
        var planted = await Canaries.PlantAsync(stack, fixture.Servers.RabbitMq);
        await worker.DisposeAsync();
        (await stack.Client.PostAsJsonAsync("/v1/auth/password/forgot", new { identifier = planted.Customer.Email })).Dispose(); // a code that waits to be sent
        await stack.ExecuteAsync("DELETE FROM development_messages"); // which are what they say, and are not there in Production

        var dump = await DatabaseDump.TakeAsync(stack.WorkerEnvironment["ConnectionStrings__userdb"]);

        Assert.NotEmpty(dump.Canaries(planted.Readable)); // the search finds what is there
        Assert.Empty(dump.Canaries(planted.Protected));
        Assert.Empty(dump.Canaries(planted.Notices));
        Assert.DoesNotContain(Convert.ToHexString(planted.TotpSecret), dump, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(planted.TotpSecret).TrimEnd('='), dump, StringComparison.Ordinal);
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM notifications WHERE template = 'password_reset_code' AND status = 'Pending' AND length(content_protected) > 50"));
        Assert.Empty(dump.Canaries([$"\"To\":\"{planted.Customer.Email}", "\"Values\":{", "\"minutes\":"])); // what a waiting message is made of
        foreach (var (table, column) in Rows)
            Assert.True(await stack.QueryAsync<int>($"SELECT count(*) FROM {table} WHERE length({column}) > 0") > 0, $"Nothing was planted in {table}.{column}.");
    }

    private static readonly (string Table, string Column)[] Rows =
    [
        ("profile_details", "date_of_birth_protected"), ("profile_details", "addresses_protected"), ("profile_details", "next_of_kin_protected"), ("profile_details", "tax_id_protected"),
        ("kyc_checks", "claim_protected"), ("kyc_checks", "record_protected"), ("kyc_identities", "number_protected"), ("partner_calls", "answer_protected"),
        ("bank_accounts", "number_protected"), ("bank_accounts", "name_protected"), ("saved_billers", "reference_protected"), ("saved_billers", "name_protected"),
        ("partner_events", "digest"), ("dead_letters", "body_protected"), ("idempotency_keys", "answer_protected"), ("notices", "content_protected"), ("consents", "proof_protected"),
        ("code_challenges", "address_protected"), ("factors", "secret_protected"), ("customer_notes", "text_protected"), ("admin_requests", "details_protected"),
    ];
}
