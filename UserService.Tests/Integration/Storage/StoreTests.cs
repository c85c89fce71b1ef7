using System.Net;
using System.Text;
using Amazon.S3.Model;
using UserService.Core.Storage;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Storage;

/// <summary>The same promises of every store: whole or absent, replaced, gone, shown by a link that ends, and an outage that says so.</summary>
[Collection(OtherServersCollection.Name)]
public sealed class StoreTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Key = "users/0123/avatar/4567/64.webp";
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("RIFF and some bytes \0\u00ff");

    [Fact]
    public async Task The_local_folder_keeps_its_promises()
    {
        using var folder = new TemporaryFolder("store");
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false, Settings = new() { ["Storage:Local:Folder"] = folder.Path } });

        await KeepsItsPromisesAsync(stack);

        await stack.UseAsync<IStorageService, bool>(async store =>
        {
            await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync("../outside", Content, "text/plain", default));
            Assert.Null(await store.LinkAsync(Key, "image/webp", stack.Clock.GetUtcNow().AddMinutes(1), default)); // the API serves it: see AvatarTests
            return true;
        });
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [SwiftFact]
    public async Task S3_keeps_its_promises_against_a_server_that_verifies_signatures()
    {
        await using var swift = await SwiftServer.StartAsync();
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false, Settings = swift.Settings });

        await KeepsItsPromisesAsync(stack);
        await ShowsByLinksThatEndAsync(stack, HttpStatusCode.Forbidden);

        using var client = swift.NewClient();
        await stack.UseAsync<IStorageService, bool>(async store =>
        {
            await store.PutAsync(Key, Content, "image/webp", default);
            Assert.Equal("image/webp", (await client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = SwiftServer.Bucket, Key = Key })).Headers.ContentType);
            return true;
        });
    }

    [SwiftFact]
    public async Task S3_refuses_a_wrong_secret_and_a_missing_bucket_as_an_outage()
    {
        await using var swift = await SwiftServer.StartAsync();
        foreach (var (name, value) in (List<(string, string)>)[("Storage:S3:SecretKey", "wrong"), ("Storage:S3:Bucket", "another")])
        {
            var settings = swift.Settings;
            settings[name] = value;
            await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false, Settings = settings });
            await stack.UseAsync<IStorageService, bool>(async store =>
            {
                await Assert.ThrowsAsync<StorageUnavailableException>(() => store.PutAsync(Key, Content, "image/webp", default));
                await Assert.ThrowsAsync<StorageUnavailableException>(() => store.OpenAsync(Key, default));
                return true;
            });
        }
    }

    [SwiftFact]
    public async Task A_customer_keeps_a_picture_in_S3_and_while_it_hangs_a_new_one_is_503_and_leaves_nothing()
    {
        await using var swift = await SwiftServer.StartAsync();
        await using var stack = await fixture.StartAsync(new StackOptions { Settings = swift.Settings });
        var customer = await stack.CreateCustomerAsync();
        using var first = await PutAsync(customer);
        var url = (await first.ReadJsonAsync()).GetProperty("sizes")[0].GetProperty("url").GetString()!;
        using var anybody = new HttpClient();
        Assert.Equal("image/webp", (await anybody.GetAsync(new Uri(url))).Content.Headers.ContentType?.MediaType);

        swift.Hang(true);
        using var away = await PutAsync(customer);
        swift.Hang(false);

        await away.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "temporarily_unavailable");
        Assert.NotNull(away.Headers.RetryAfter);
        stack.Clock.Advance(TimeSpan.FromHours(2));
        await stack.UseWorkerAsync<FileSweep, int>(sweep => sweep.SweepAsync(CancellationToken.None));
        using var client = swift.NewClient();
        var left = await client.ListObjectsAsync(SwiftServer.Bucket);
        Assert.Equal(3, left.S3Objects.Count);
        Assert.Equal(1, await stack.QueryAsync<int>("SELECT count(*) FROM stored_files"));
    }

    [Fact]
    public async Task Cloudinary_keeps_its_promises_against_a_server_that_verifies_signatures()
    {
        await using var cloudinary = await FakeCloudinary.StartAsync();
        await using var stack = await fixture.StartAsync(new StackOptions { WithWorker = false, Settings = cloudinary.Settings });

        await KeepsItsPromisesAsync(stack);
        await ShowsByLinksThatEndAsync(stack, HttpStatusCode.Unauthorized);
        cloudinary.Away = true;
        await stack.UseAsync<IStorageService, bool>(async store =>
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => store.PutAsync(Key, Content, "image/webp", default));
            await Assert.ThrowsAsync<StorageUnavailableException>(() => store.DeleteAsync(Key, default));
            return true;
        });
    }

    private static Task<bool> KeepsItsPromisesAsync(Stack stack) => stack.UseAsync<IStorageService, bool>(async store =>
    {
        Assert.Null(await store.OpenAsync(Key, default));
        await store.PutAsync(Key, Encoding.UTF8.GetBytes("first"), "image/webp", default);
        await store.PutAsync(Key, Content, "image/webp", default);
        Assert.Equal(Content, await ReadAsync(store, Key));
        await store.PutAsync("users/0123/export/89ab/export.bin", Content, "application/octet-stream", default);
        Assert.Equal(Content, await ReadAsync(store, "users/0123/export/89ab/export.bin"));
        await store.DeleteAsync("users/0123/export/89ab/export.bin", default);
        await store.DeleteAsync(Key, default);
        await store.DeleteAsync(Key, default); // gone already is no fault
        Assert.Null(await store.OpenAsync(Key, default));
        return true;
    });

    private static Task<bool> ShowsByLinksThatEndAsync(Stack stack, HttpStatusCode refused) => stack.UseAsync<IStorageService, bool>(async store =>
    {
        using var anybody = new HttpClient();
        await store.PutAsync(Key, Content, "image/webp", default);
        var link = await store.LinkAsync(Key, "image/webp", stack.Clock.GetUtcNow().AddMinutes(5), default);
        var ended = await store.LinkAsync(Key, "image/webp", stack.Clock.GetUtcNow().AddSeconds(1), default);
        var answer = await anybody.GetAsync(link);
        Assert.Equal(Content, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/webp", answer.Content.Headers.ContentType?.MediaType);
        var forged = link!.AbsoluteUri.Replace("avatar", "avatas", StringComparison.Ordinal); // no digits: those may be the port's as well
        Assert.NotEqual(link.AbsoluteUri, forged);
        Assert.Equal(refused, (await anybody.GetAsync(new Uri(forged))).StatusCode);
        stack.Clock.Advance(TimeSpan.FromSeconds(2));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await anybody.GetAsync(ended, patience.Token)).StatusCode != refused)
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token); // a store of its own has a clock of its own
        return true;
    });

    private static async Task<byte[]> ReadAsync(IStorageService store, string key)
    {
        await using var stream = await store.OpenAsync(key, default) ?? throw new InvalidOperationException("There is no such object.");
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static Task<HttpResponseMessage> PutAsync(Customer customer) =>
        customer.Client.PutAsync("/v1/profile/avatar", new ByteArrayContent(Pictures.Photograph("x", 100, 100)) { Headers = { ContentType = new("image/jpeg") } });
}
