using UserService.Core.Authentication.Passwords;

namespace UserService.Tests.Unit.Passwords;

public sealed class PasswordTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nul\0inside-it")]
    public void Refuses_what_is_no_text(string? raw) => Assert.False(Password.TryCreate(raw, out _));

    [Fact] // no theory: attributes are stored as UTF-8, which has no unpaired surrogates
    public void Refuses_unpaired_surrogates()
    {
        Assert.False(Password.TryCreate("unpaired \ud83d surrogate", out _));
        Assert.False(Password.TryCreate("surrogates \ude00\ud83d reversed", out _));
        Assert.False(Password.TryCreate("ends with half \ud83d", out _));
        Assert.True(Password.TryCreate("a whole one \ud83d\ude00", out _));
    }

    [Fact]
    public void Refuses_more_than_1024_code_points_also_when_normalising_makes_them()
    {
        Assert.True(Password.TryCreate(new string('x', 1024), out _));
        Assert.False(Password.TryCreate(new string('x', 1025), out _));
        Assert.False(Password.TryCreate(new string('\ufdfa', 57), out _)); // 57 x 18 characters
    }

    [Fact]
    public void Counts_code_points_not_characters() => Assert.Equal(10, PasswordsHost.Password(string.Concat(Enumerable.Repeat("😀", 10))).CodePoints);

    [Fact]
    public void Is_the_same_from_every_keyboard() =>
        Assert.True(PasswordsHost.Password("cafe\u0301 \uff21bc").Utf8.SequenceEqual(PasswordsHost.Password("caf\u00e9 Abc").Utf8));

    [Fact]
    public void Never_prints_itself()
    {
        var password = PasswordsHost.Password("correct horse battery");
        Assert.Equal("[redacted]", $"{password}");
        Assert.DoesNotContain("horse", System.Text.Json.JsonSerializer.Serialize(password), StringComparison.Ordinal);
    }
}
