using System.Text;
using Microsoft.AspNetCore.Identity;
using UserService.Core.Authentication.Passwords;

namespace UserService.Tests.Unit.Passwords;

public sealed class ForeignHashTests
{
    [Theory]
    // bcrypt: jBCrypt's and crypt_blowfish's own test vectors
    [InlineData("a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")]
    [InlineData("abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC")]
    [InlineData("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("U*U*", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK")]
    [InlineData("U*U*U", "$2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a")]
    // PBKDF2-HMAC-SHA-256: RFC 7914 section 11
    [InlineData("Password", "$pbkdf2-sha256$i=80000$TmFDbA$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJrbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ")]
    // PBKDF2-HMAC-SHA-512: computed with Python's hashlib (OpenSSL)
    [InlineData("correct horse battery", "$pbkdf2-sha512$i=1000$c2FsdFNBTFRzYWx0U0FMVA$FMCBfs00d4T1Rz7Dha6XdsbEno/ExWuvwwgAmrwc76PReNOh+zt04Wq3Dj1RUQ4duQNaPcolhzKJJs1hzL0tVg")]
    // PBKDF2-HMAC-SHA-512 and scrypt in passlib's dialect: made with passlib 1.7.4
    [InlineData("correct horse battery", "$pbkdf2-sha512$1000$g3DOGYMwBqAUYmztvTdmbA$889hrSEhcnDWcuhRSFs6jaXkZq5MVlHxvdyg5hjp7flSxysFN1QuxlgkXOZCCTCpom.hE4uA3zph7CMm.1E3sg")]
    [InlineData("correct horse battery", "$scrypt$ln=14,r=8,p=1$gnCO0ZqzVgqhtBai1Po/Jw$AiMuAFs9hEFPIK7cyz+OgX8vDPwWidR4Rzz8QUtL+mk")]
    // scrypt: RFC 7914 section 12
    [InlineData("pleaseletmein", "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw")]
    public async Task Verifies_published_vectors_and_asks_for_a_rehash(string password, string hash)
    {
        using var host = new PasswordsHost();
        Assert.Equal(new VerifyResult.Verified(true), await host.Hasher.VerifyAsync(PasswordsHost.Password(password), hash, default));
        Assert.IsType<VerifyResult.Failed>(await host.Hasher.VerifyAsync(PasswordsHost.Password(password + "x"), hash, default));
    }

    [Fact]
    public async Task Verifies_what_AspNetCore_Identity_hashed()
    {
        using var host = new PasswordsHost();
        var hash = new PasswordHasher<object>().HashPassword(new object(), "correct horse battery");
        Assert.Equal(new VerifyResult.Verified(true), await host.Hasher.VerifyAsync(PasswordsHost.Password("correct horse battery"), hash, default));
        Assert.IsType<VerifyResult.Failed>(await host.Hasher.VerifyAsync(PasswordsHost.Password("correct horse batterie"), hash, default));
    }

    [Fact]
    public async Task Finds_a_password_whose_system_did_not_normalise()
    {
        using var host = new PasswordsHost();
        const string Decomposed = "cafe\u0301 au lait";
        var hash = BCrypt.Net.BCrypt.HashPassword(Decomposed, 4);
        Assert.Equal(new VerifyResult.Verified(true), await host.Hasher.VerifyAsync(PasswordsHost.Password(Decomposed), hash, default));
    }

    [Theory]
    [InlineData("$2b$17$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lw")]
    [InlineData("$pbkdf2-sha256$i=10000001$TmFDbA$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1Y")]
    [InlineData("$pbkdf2-sha256$i=0$TmFDbA$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1Y")]
    [InlineData("$pbkdf2-sha1$i=1000$TmFDbA$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1Y")]
    [InlineData("$pbkdf2-sha256$i=1000$TmFDbA$TdzY")]
    [InlineData("$scrypt$ln=21,r=8,p=1$U29kaXVtQ2hsb3JpZGU$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1Y")]
    [InlineData("$scrypt$ln=14,r=8,p=99$U29kaXVtQ2hsb3JpZGU$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1Y")]
    [InlineData("AQAAAAEAAAAAAAAAEA==")]
    public void Refuses_absurd_or_damaged_hashes(string hash) => Assert.Null(ForeignHashVerifier.Verify(PasswordsHost.Password("Password"), hash));

    [Fact]
    public void Refuses_an_Identity_hash_that_asks_for_absurd_work()
    {
        var hash = Convert.FromBase64String(new PasswordHasher<object>().HashPassword(new object(), "Password"));
        hash[5] = 0x7f;
        Assert.Null(ForeignHashVerifier.Verify(PasswordsHost.Password("Password"), Convert.ToBase64String(hash)));
        Assert.Null(ForeignHashVerifier.Verify(PasswordsHost.Password("Password"), Convert.ToBase64String(Encoding.UTF8.GetBytes("hello, this is no hash at all, whatever it is"))));
    }
}
