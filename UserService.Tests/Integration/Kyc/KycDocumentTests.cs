using System.Net;
using System.Net.Http.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Kyc;

[Collection(OtherServersCollection.Name)]
public sealed class KycDocumentTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. "a picture"u8];
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task Papers_a_face_and_an_address_give_tier_3()
    {
        var customer = await stack.CreateCustomerAsync();
        await customer.SettleAsync("bvn", KycSteps.Number());
        await customer.SettleAsync("nin", KycSteps.Number());
        using var document = await ProveAsync(customer, await UploadAsync(customer), "A" + KycSteps.Number());
        Assert.True(document.StatusCode is HttpStatusCode.Accepted, await document.Content.ReadAsStringAsync());
        using var selfie = await customer.Client.PostAsJsonAsync("/v1/kyc/selfie", new { fileId = await UploadAsync(customer) });
        Assert.Equal(HttpStatusCode.Accepted, selfie.StatusCode);
        using var address = await customer.Client.PostAsJsonAsync("/v1/kyc/address", new { line1 = "12 Marina Road", city = "Lagos", country = "NG" });
        Assert.Equal(HttpStatusCode.Accepted, address.StatusCode);

        using var submitted = await customer.SubmitAsync(3);
        Assert.True(submitted.StatusCode is HttpStatusCode.OK, await submitted.Content.ReadAsStringAsync());

        var kyc = await customer.UntilAsync(k => k.GetProperty("tier").GetInt32() == 3, "tier 3");
        Assert.Equal(500_000_000, kyc.GetProperty("limits").GetProperty("daily").GetInt64());
        Assert.Equal(2, await stack.QueryAsync<long>("SELECT count(*) FROM stored_files WHERE user_id = $1 AND state = 'Kept'", customer.Id));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_whatever_it_is_called()
    {
        var customer = await stack.CreateCustomerAsync();
        foreach (var content in new[] { "MZ an executable"u8.ToArray(), "<svg onload='alert(1)'/>"u8.ToArray(), [0xFF, 0xD8], "RIFF0000WAVE..."u8.ToArray() })
        {
            using var response = await SendAsync(customer, content);
            await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unsupported_file");
        }

        using var tooLarge = await SendAsync(customer, [.. Jpeg, .. new byte[8 * 1024 * 1024]]);
        await tooLarge.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
        Assert.Equal(0, await stack.QueryAsync<long>("SELECT count(*) FROM stored_files WHERE user_id = $1", customer.Id));
    }

    [Fact]
    public async Task A_file_is_its_uploaders_and_used_once()
    {
        var (owner, other) = (await stack.CreateCustomerAsync(), await stack.CreateCustomerAsync());
        var file = await UploadAsync(owner);

        await (await ProveAsync(other, file, "A" + KycSteps.Number())).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "file_not_found");
        Assert.Equal(HttpStatusCode.Accepted, (await ProveAsync(owner, file, "A" + KycSteps.Number("444"))).StatusCode);
        await owner.SettledAsync("document");
        await (await ProveAsync(owner, file, "A" + KycSteps.Number())).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "file_not_found");
    }

    [Fact]
    public async Task A_document_that_has_expired_is_refused_and_its_picture_stays_unused()
    {
        var customer = await stack.CreateCustomerAsync();
        var file = await UploadAsync(customer);

        await (await ProveAsync(customer, file, "A" + KycSteps.Number(), "2020-01-01")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "document_expired");

        Assert.Equal("Pending", await stack.QueryAsync<string>("SELECT state FROM stored_files WHERE id = $1", file));
    }

    [Theory]
    [InlineData("passport", false)]
    [InlineData("drivers_licence", false)]
    [InlineData("voters_card", true)]
    [InlineData("national_id", true)]
    public async Task A_document_that_always_expires_says_when(string type, bool mayBeWithout)
    {
        var customer = await stack.CreateCustomerAsync();

        using var response = await customer.Client.PostAsJsonAsync("/v1/kyc/document", new { type, number = "A" + KycSteps.Number(), country = "NG", frontFileId = await UploadAsync(customer) });

        if (mayBeWithout)
        {
            Assert.True(response.StatusCode is HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
            return;
        }

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal("expiresOn", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task One_picture_is_not_both_sides()
    {
        var customer = await stack.CreateCustomerAsync();
        var file = await UploadAsync(customer);

        using var response = await customer.Client.PostAsJsonAsync(
            "/v1/kyc/document", new { type = "voters_card", number = "A" + KycSteps.Number(), country = "NG", frontFileId = file, backFileId = file });

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal("backFileId", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal("Pending", await stack.QueryAsync<string>("SELECT state FROM stored_files WHERE id = $1", file));
    }

    [Fact]
    public async Task Unused_uploads_are_bounded()
    {
        var customer = await stack.CreateCustomerAsync();
        for (var i = 0; i < 10; i++)
            await UploadAsync(customer);

        await (await SendAsync(customer, Jpeg)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "too_many_files");
    }

    private static Task<HttpResponseMessage> ProveAsync(Customer customer, Guid file, string number, string expiresOn = "2099-12-31") =>
        customer.Client.PostAsJsonAsync("/v1/kyc/document", new { type = "passport", number, country = "NG", expiresOn, frontFileId = file });

    private static async Task<Guid> UploadAsync(Customer customer)
    {
        using var response = await SendAsync(customer, Jpeg);
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.ReadJsonAsync()).GetProperty("fileId").GetGuid();
    }

    private static Task<HttpResponseMessage> SendAsync(Customer customer, byte[] content)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new("image/jpeg");
        return customer.Client.PostAsync("/v1/kyc/files", body);
    }
}
