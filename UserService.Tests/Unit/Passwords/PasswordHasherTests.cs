using UserService.Core.Authentication.Passwords;

namespace UserService.Tests.Unit.Passwords;

public sealed class PasswordHasherTests
{
    private const string Correct = "correct horse battery";

    // argon2 (the reference implementation's tool): echo -n "correct horse battery" | argon2 saltSALTsaltSALT -id -t 2 -k 19456 -p 1 -l 32 -e
    private const string Reference = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdFNBTFRzYWx0U0FMVA$oSG1UAvMLHH2+vMiUfDzhGoPyYwTuJQGqD+83uP8DxQ";

    [Fact]
    public async Task Verifies_what_it_hashed_and_nothing_else()
    {
        using var host = new PasswordsHost();
        var hash = await HashAsync(host, Correct);
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", hash, StringComparison.Ordinal);
        Assert.Equal(new VerifyResult.Verified(false), await host.Hasher.VerifyAsync(PasswordsHost.Password(Correct), hash, default));
        Assert.IsType<VerifyResult.Failed>(await host.Hasher.VerifyAsync(PasswordsHost.Password(Correct + " "), hash, default));
    }

    [Fact]
    public async Task Salts_every_hash()
    {
        using var host = new PasswordsHost();
        Assert.NotEqual(await HashAsync(host, Correct), await HashAsync(host, Correct));
    }

    [Fact]
    public async Task Agrees_with_the_reference_implementation()
    {
        using var host = new PasswordsHost();
        Assert.Equal(new VerifyResult.Verified(false), await host.Hasher.VerifyAsync(PasswordsHost.Password(Correct), Reference, default));
    }

    [Fact]
    public async Task Asks_for_a_rehash_when_the_parameters_have_changed()
    {
        using var host = new PasswordsHost(("MemoryKibibytes", "12288"), ("Passes", "3"));
        Assert.Equal(new VerifyResult.Verified(true), await host.Hasher.VerifyAsync(PasswordsHost.Password(Correct), Reference, default));
    }

    [Fact]
    public async Task Peppers_follow_one_another()
    {
        var first = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
        var second = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());
        using var unpeppered = new PasswordsHost();
        using var old = new PasswordsHost(("Peppers:a", first), ("CurrentPepper", "a"));
        using var rotated = new PasswordsHost(("Peppers:a", first), ("Peppers:b", second), ("CurrentPepper", "b"));
        var password = PasswordsHost.Password(Correct);
        var hash = await HashAsync(old, Correct);

        Assert.Contains(",keyid=YQ$", hash, StringComparison.Ordinal);
        Assert.Equal(new VerifyResult.Verified(false), await old.Hasher.VerifyAsync(password, hash, default));
        Assert.Equal(new VerifyResult.Verified(true), await rotated.Hasher.VerifyAsync(password, hash, default));
        Assert.Equal(new VerifyResult.Verified(true), await old.Hasher.VerifyAsync(password, Reference, default));
        Assert.IsType<VerifyResult.Failed>(await unpeppered.Hasher.VerifyAsync(password, hash.Replace(",keyid=YQ", "", StringComparison.Ordinal), default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await unpeppered.Hasher.VerifyAsync(password, hash, default));
    }

    [Fact]
    public async Task A_decoy_is_never_verified()
    {
        using var host = new PasswordsHost();
        Assert.IsType<VerifyResult.Failed>(await host.Hasher.VerifyDecoyAsync(PasswordsHost.Password(Correct), default));
        Assert.IsType<VerifyResult.Failed>(await host.Hasher.VerifyDecoyAsync(null, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$c2FsdFNBTFRzYWx0U0FMVA$")]
    [InlineData("$argon2id$v=16$m=19456,t=2,p=1$c2FsdFNBTFRzYWx0U0FMVA$oSG1UAvMLHH2+vMiUfDzhGoPyYwTuJQGqD+83uP8DxQ")]
    [InlineData("$argon2id$v=19$m=99999999,t=2,p=1$c2FsdFNBTFRzYWx0U0FMVA$oSG1UAvMLHH2+vMiUfDzhGoPyYwTuJQGqD+83uP8DxQ")]
    [InlineData("$argon2id$v=19$m=19456,t=9999,p=1$c2FsdFNBTFRzYWx0U0FMVA$oSG1UAvMLHH2+vMiUfDzhGoPyYwTuJQGqD+83uP8DxQ")]
    [InlineData("$argon2id$v=19$m=19456,m=8,t=2,p=1$c2FsdFNBTFRzYWx0U0FMVA$oSG1UAvMLHH2+vMiUfDzhGoPyYwTuJQGqD+83uP8DxQ")]
    public async Task Fails_on_a_stored_text_that_is_no_sane_hash(string stored)
    {
        using var host = new PasswordsHost();
        Assert.IsType<VerifyResult.Failed>(await host.Hasher.VerifyAsync(PasswordsHost.Password(Correct), stored, default));
    }

    [Fact]
    public async Task Tells_callers_beyond_the_queue_to_come_back()
    {
        using var host = new PasswordsHost(("ConcurrentHashes", "1"), ("QueueLength", "1"));
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Hasher.HashAsync(PasswordsHost.Password(Correct), default).AsTask()));
        Assert.Contains(results, result => result is HashResult.Hashed);
        var busy = results.OfType<HashResult.Busy>().ToList();
        Assert.InRange(busy.Count, 10, 19); // 2 places; the loop may outlast a few hashes
        Assert.All(busy, result => Assert.True(result.RetryAfter >= TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("MemoryKibibytes", "1024")]
    [InlineData("CurrentPepper", "missing")]
    [InlineData("MinimumLength", "7")]
    [InlineData("RangeApi:BaseUrl", "not an address")]
    public void Refuses_senseless_options(string key, string value)
    {
        using var host = new PasswordsHost((key, value));
        Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => host.Hasher);
    }

    private static async Task<string> HashAsync(PasswordsHost host, string password) =>
        Assert.IsType<HashResult.Hashed>(await host.Hasher.HashAsync(PasswordsHost.Password(password), default)).Encoded;
}
