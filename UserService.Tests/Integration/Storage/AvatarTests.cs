using System.Net;
using System.Net.Http.Headers;
using System.Text;
using NetVips;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Storage;

/// <summary>A customer's picture: taken, drawn anew, shown by links that end, gone without a trace.</summary>
[Collection(ServersCollection.Name)]
public sealed class AvatarTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Canary = "canary-Zm9v-of-the-camera";
    private readonly Stack stack = fixture.Stack;

    [Fact]
    public async Task A_photograph_becomes_three_squares_without_its_metadata()
    {
        var customer = await stack.CreateCustomerAsync();
        var photograph = Pictures.Photograph(Canary);
        Assert.Contains(Canary, Encoding.Latin1.GetString(photograph), StringComparison.Ordinal);

        using var put = await PutAsync(customer, photograph, "image/jpeg");

        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        var shown = await (await customer.Client.GetAsync("/v1/profile/avatar")).ReadJsonAsync();
        Assert.Equal([64, 256, 512], shown.GetProperty("sizes").EnumerateArray().Select(s => s.GetProperty("pixels").GetInt32()));
        foreach (var size in shown.GetProperty("sizes").EnumerateArray())
        {
            using var answer = await stack.Client.GetAsync(new Uri(size.GetProperty("url").GetString()!).PathAndQuery);
            Assert.Equal("image/webp", answer.Content.Headers.ContentType?.MediaType);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            using var image = Image.WebploadBuffer(bytes);
            Assert.Equal((size.GetProperty("pixels").GetInt32(), size.GetProperty("pixels").GetInt32()), (image.Width, image.Height));
            Assert.DoesNotContain(image.GetFields(), f => f.StartsWith("exif", StringComparison.Ordinal) || f.StartsWith("xmp", StringComparison.Ordinal));
            Assert.DoesNotContain(Canary, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        }

        var profile = await (await customer.Client.GetAsync("/v1/profile")).ReadJsonAsync();
        Assert.True(profile.GetProperty("hasAvatar").GetBoolean());
    }

    [Fact]
    public async Task A_form_is_taken_too_and_the_name_in_it_goes_nowhere()
    {
        var customer = await stack.CreateCustomerAsync();
        using var file = new ByteArrayContent(Pictures.Photograph(Canary, 300, 200));
        using var form = new MultipartFormDataContent { { file, "file", "../../../etc/passwd" } };

        using var put = await customer.Client.PutAsync("/v1/profile/avatar", form);

        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        Assert.DoesNotContain("passwd", await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_works_for_nobody_after_its_time_nor_for_another_file()
    {
        await using var own = await fixture.StartAsync(new StackOptions());
        var customer = await own.CreateCustomerAsync();
        using var put = await PutAsync(customer, Pictures.Photograph(Canary, 300, 300), "image/jpeg");
        var link = new Uri((await put.ReadJsonAsync()).GetProperty("sizes")[0].GetProperty("url").GetString()!).PathAndQuery;

        Assert.Equal(HttpStatusCode.OK, (await own.Client.GetAsync(link)).StatusCode);
        await (await own.Client.GetAsync(link.Replace("64.webp", "65.webp", StringComparison.Ordinal))).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await own.Client.GetAsync(link[..^4] + "AAAA")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await own.Client.GetAsync("/v1/files/..%2f..%2fetc%2fpasswd?token=x")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        own.Clock.Advance(TimeSpan.FromMinutes(11));
        await (await own.Client.GetAsync(link)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("GIF89a and the rest of it", "image/png")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "image/svg+xml")]
    [InlineData("%PDF-1.7", "image/jpeg")]
    public async Task The_content_decides_what_an_image_is(string content, string claimed)
    {
        var customer = await stack.CreateCustomerAsync();

        using var put = await PutAsync(customer, Encoding.UTF8.GetBytes(content), claimed);

        await ShouldBeRefusedAsync(put, claimed);

        static async Task ShouldBeRefusedAsync(HttpResponseMessage put, string claimed)
        {
            if (claimed == "image/svg+xml")
                await put.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
            else
                await put.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unsupported_image");
        }
    }

    [Fact]
    public async Task A_pixel_bomb_is_refused_before_it_is_decoded()
    {
        var customer = await stack.CreateCustomerAsync();

        using var put = await PutAsync(customer, Pictures.Bomb(60_000, 60_000), "image/png");

        await put.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "image_too_large");
    }

    [Theory]
    [InlineData(100_000, 1)]
    [InlineData(1, 100_000)]
    [InlineData(1_100, 100)]
    public async Task A_strip_that_would_be_blown_up_is_refused_before_it_is_decoded(int width, int height)
    {
        var customer = await stack.CreateCustomerAsync();

        using var put = await PutAsync(customer, Pictures.Bomb(width, height), "image/png");

        await put.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "image_too_narrow");
    }

    [Fact]
    public async Task A_damaged_image_is_refused_and_nothing_of_it_stays()
    {
        var customer = await stack.CreateCustomerAsync();

        using var put = await PutAsync(customer, [.. Pictures.Bomb(1000, 1000).AsSpan(0, 8), .. new byte[1000]], "image/png");

        await put.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unreadable_image");
        Assert.Equal(0, await stack.QueryAsync<int>("SELECT count(*) FROM stored_files WHERE user_id = $1", customer.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_than_five_mebibytes_are_refused_whether_or_not_it_says_so(bool chunked)
    {
        var customer = await stack.CreateCustomerAsync();

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var put = await PutAsync(customer, new byte[(5 * 1024 * 1024) + 1], "image/jpeg", chunked);
                await put.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
                return;
            }
            catch (HttpRequestException) when (attempt < 20)
            {
                // The server closes the connection on the rest of the body, and now and then the client has not read the answer by then.
            }
        }
    }

    [Fact]
    public async Task A_new_picture_and_a_removal_leave_nothing_of_the_old_one()
    {
        using var folder = new TemporaryFolder("files");
        await using var own = await fixture.StartAsync(new StackOptions { Settings = new() { ["Storage:Local:Folder"] = folder.Path } });
        var customer = await own.CreateCustomerAsync();
        (await PutAsync(customer, Pictures.Photograph(Canary, 300, 300), "image/jpeg")).Dispose();
        (await PutAsync(customer, Pictures.Photograph(Canary, 300, 300), "image/jpeg")).Dispose();
        await SweptAsync(own, files: 1);
        Assert.Equal(3, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);

        using var removed = await customer.Client.DeleteAsync("/v1/profile/avatar");
        using var again = await customer.Client.DeleteAsync("/v1/profile/avatar");

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        await SweptAsync(own, files: 0);
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task While_the_store_is_away_a_picture_is_refused_with_503_and_the_old_one_stays()
    {
        using var folder = new TemporaryFolder("files");
        var files = Path.Combine(folder.Path, "store");
        await using var own = await fixture.StartAsync(new StackOptions { Settings = new() { ["Storage:Local:Folder"] = files } });
        var customer = await own.CreateCustomerAsync();
        (await PutAsync(customer, Pictures.Photograph(Canary, 300, 300), "image/jpeg")).Dispose();
        Directory.Move(files, files + "-away");
        await File.WriteAllTextAsync(files, "no folder");

        using var put = await PutAsync(customer, Pictures.Photograph(Canary, 300, 300), "image/jpeg");

        await put.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "temporarily_unavailable");
        Assert.NotNull(put.Headers.RetryAfter);
        File.Delete(files);
        Directory.Move(files + "-away", files);
        Assert.Equal(1, await own.QueryAsync<int>("SELECT count(*) FROM stored_files WHERE state = 'Kept'"));
        Assert.Equal(HttpStatusCode.OK, (await customer.Client.GetAsync("/v1/profile/avatar")).StatusCode);
        Assert.Equal(3, Directory.GetFiles(files, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Twenty_pictures_at_once_leave_one_and_no_orphans()
    {
        using var folder = new TemporaryFolder("files");
        await using var own = await fixture.StartAsync(new StackOptions { Settings = new() { ["Storage:Local:Folder"] = folder.Path, ["Storage:AbandonedAfter"] = "00:05:00" } });
        var customer = await own.CreateCustomerAsync();
        var picture = Pictures.Photograph(Canary, 100, 100);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PutAsync(customer, picture, "image/jpeg")));

        Assert.Contains(answers, a => a.IsSuccessStatusCode);
        Assert.DoesNotContain(answers, a => a.StatusCode is HttpStatusCode.InternalServerError);
        own.Clock.Advance(TimeSpan.FromMinutes(6));
        await SweptAsync(own, files: 1);
        Assert.Equal(3, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
    }

    private static Task<HttpResponseMessage> PutAsync(Customer customer, byte[] content, string type, bool chunked = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/v1/profile/avatar") { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.TransferEncodingChunked = chunked;
        return customer.Client.SendAsync(request);
    }

    /// <summary>One round of the Worker's own sweep, now.</summary>
    private static async Task SweptAsync(Stack stack, int files)
    {
        await stack.UseWorkerAsync<UserService.Core.Storage.FileSweep, int>(sweep => sweep.SweepAsync(CancellationToken.None));
        Assert.Equal(files, await stack.QueryAsync<int>("SELECT count(*) FROM stored_files"));
    }
}
